// Nested quantifiers that must look back.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String(/^(?=a)(a+)+$/.test('a'.repeat(40) + '!')) } };
  }
}
