// JSON.parse of a million arrays within each other.
// ends: RangeError | SyntaxError | stopped
class Script {
  process_incoming_request({ request }) {
    JSON.parse('['.repeat(1e6) + ']'.repeat(1e6));
  }
}
