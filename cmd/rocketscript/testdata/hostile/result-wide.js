// A result that fans out to a billion.
// ends: larger than | stopped
class Script {
  process_incoming_request({ request }) {
    let o = { a: 1 };
    for (let i = 0; i < 30; i++) o = [o, o];
    return { content: { text: 'x', o } };
  }
}
