// A result of 20 MB.
// ends: longer | too | large | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x'.repeat(2e7) } };
  }
}
