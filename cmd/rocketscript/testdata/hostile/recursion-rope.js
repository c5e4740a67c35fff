// A string made of ten million pieces, from the left.
// ends: timed out after | content | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    let s = '';
    for (let i = 0; i < 1e7; i++) s = 'a' + s;
    return { content: { text: String(s.length) } };
  }
}
