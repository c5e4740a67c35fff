// A result that fans out to a billion.
// ends: longer | too | large | timed out after | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    let o = { a: 1 };
    for (let i = 0; i < 30; i++) o = [o, o];
    return { content: { text: 'x', o } };
  }
}
