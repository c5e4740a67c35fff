// A response of 3 MB, beside much else.
// ends: content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x' }, response: { x: 'y'.repeat(3e6) } };
  }
}
