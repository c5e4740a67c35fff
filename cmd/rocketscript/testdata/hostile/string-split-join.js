// split and join, each time longer.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    let s = 'xy';
    for (;;) s = s.split('').join('xyxyxyxy');
  }
}
