// A result of 100 MB.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | longer | too
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x'.repeat(1e8) } };
  }
}
