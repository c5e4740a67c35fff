// A pattern of a million groups.
// ends: SyntaxError | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return new RegExp('('.repeat(1e6) + ')'.repeat(1e6));
  }
}
