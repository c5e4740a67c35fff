// A result ten thousand deep.
// ends: deep
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e4; i++) o = { o };
    return { content: { text: 'x', o } };
  }
}
