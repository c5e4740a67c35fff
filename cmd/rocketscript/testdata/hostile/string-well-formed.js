// A string of lone surrogates, doubled and returned.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | too | longer | content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: '\ud800'.repeat(1e7) } };
  }
}
