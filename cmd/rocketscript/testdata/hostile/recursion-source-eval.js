// eval of a million parentheses.
// ends: SyntaxError | RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    return eval('('.repeat(1e6));
  }
}
