// A string beyond ASCII doubled without end.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    let s = '\u2603';
    for (;;) s += s;
  }
}
