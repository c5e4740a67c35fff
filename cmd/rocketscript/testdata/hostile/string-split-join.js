// split and join, each time longer.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let s = 'xy';
    for (;;) s = s.split('').join('xyxyxyxy');
  }
}
