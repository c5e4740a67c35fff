// underscore.string: repeat, lpad, levenshtein of long text.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    for (;;) { s.levenshtein('a'.repeat(20000), 'b'.repeat(20000)); s.lpad('x', 1e9, 'y'); s.repeat('x', 1e9); }
  }
}
