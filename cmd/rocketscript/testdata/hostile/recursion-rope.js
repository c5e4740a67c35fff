// A string made of ten million pieces, from the left.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    let s = '';
    for (let i = 0; i < 1e7; i++) s = 'a' + s;
    return { content: { text: String(s.length) } };
  }
}
