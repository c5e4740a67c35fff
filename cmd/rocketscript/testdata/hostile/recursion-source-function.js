// A function of a million arrays within each other.
// ends: SyntaxError | RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    return new Function('return ' + '['.repeat(1e6) + ']'.repeat(1e6));
  }
}
