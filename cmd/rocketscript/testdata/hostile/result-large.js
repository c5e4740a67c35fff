// A result of 100 MB.
// ends: larger than | stopped
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x'.repeat(1e8) } };
  }
}
