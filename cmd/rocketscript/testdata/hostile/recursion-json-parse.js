// JSON.parse of five million brackets.
// ends: SyntaxError | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return JSON.parse('['.repeat(5e6));
  }
}
