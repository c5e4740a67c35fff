// A result of 20 MB.
// ends: larger than | stopped
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x'.repeat(2e7) } };
  }
}
