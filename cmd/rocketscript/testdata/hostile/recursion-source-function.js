// A function of a million arrays within each other.
// ends: SyntaxError | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return new Function('return ' + '['.repeat(1e6) + ']'.repeat(1e6));
  }
}
