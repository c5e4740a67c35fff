// A pattern with a thousand Unicode properties.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    const re = new RegExp('(?=a)[' + '\\p{L}\\P{N}'.repeat(2000) + ']', 'u');
    return { content: { text: String(re.test('x')) } };
  }
}
