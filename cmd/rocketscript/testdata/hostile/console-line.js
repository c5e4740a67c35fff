// One line of 30 MB.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    console.log('x'.repeat(3e7));
    return { content: { text: 'said' } };
  }
}
