// Backreferences over a long text.
// ends: stopped | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String(/(x+x+)+\1y/.test('x'.repeat(60))) } };
  }
}
