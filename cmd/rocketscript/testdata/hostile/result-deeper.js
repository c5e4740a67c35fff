// A result a million deep.
// ends: deep | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = { o };
    return { content: { text: 'x', o } };
  }
}
