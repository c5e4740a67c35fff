// A pattern of a million groups.
// ends: SyntaxError | RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    return new RegExp('('.repeat(1e6) + ')'.repeat(1e6));
  }
}
