// padEnd to half a billion characters beyond ASCII.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return 'x'.padEnd(2 ** 29, '\u2603').length;
  }
}
