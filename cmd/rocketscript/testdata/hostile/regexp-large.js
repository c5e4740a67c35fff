// A pattern of ten megabytes.
// ends: SyntaxError | content | stopped
class Script {
  process_incoming_request({ request }) {
    const re = new RegExp('(?=a)' + 'a|b[c-z]?'.repeat(1e6));
    return { content: { text: String(re.test('x')) } };
  }
}
