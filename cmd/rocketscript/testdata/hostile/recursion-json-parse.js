// JSON.parse of five million brackets.
// ends: SyntaxError | RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    return JSON.parse('['.repeat(5e6));
  }
}
