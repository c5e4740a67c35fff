// Lookaheads within quantifiers.
// ends: stopped | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String(/((?=(a+))a+)+b/.test('a'.repeat(60))) } };
  }
}
