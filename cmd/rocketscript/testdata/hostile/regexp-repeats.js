// A pattern that counts to a thousand, four times over.
// ends: SyntaxError | content | killed: still running | killed: over | killed: out of memory | timed out after | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    const re = new RegExp('(?=a)((((a{1000}){1000}){1000}){1000})');
    return { content: { text: String(re.test('a')) } };
  }
}
