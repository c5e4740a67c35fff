// A result a million deep.
// ends: deep | stopped
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = { o };
    return { content: { text: 'x', o } };
  }
}
