// A pattern that counts to a thousand, four times over.
// ends: SyntaxError | content | stopped
class Script {
  process_incoming_request({ request }) {
    const re = new RegExp('(?=a)((((a{1000}){1000}){1000}){1000})');
    return { content: { text: String(re.test('a')) } };
  }
}
