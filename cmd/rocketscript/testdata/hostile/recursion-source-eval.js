// eval of a million parentheses.
// ends: SyntaxError | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return eval('('.repeat(1e6));
  }
}
