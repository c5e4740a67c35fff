// A string doubled without end.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let s = 'x';
    for (;;) s += s;
  }
}
