// Lookaheads within quantifiers.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String(/((?=(a+))a+)+b/.test('a'.repeat(60))) } };
  }
}
