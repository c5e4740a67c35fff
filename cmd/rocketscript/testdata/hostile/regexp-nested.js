// Nested quantifiers that must look back.
// ends: stopped | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String(/^(?=a)(a+)+$/.test('a'.repeat(40) + '!')) } };
  }
}
