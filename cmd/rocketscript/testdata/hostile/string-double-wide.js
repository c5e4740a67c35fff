// A string beyond ASCII doubled without end.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let s = '\u2603';
    for (;;) s += s;
  }
}
