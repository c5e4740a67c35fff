// A string of lone surrogates, doubled and returned.
// ends: larger than | stopped
class Script {
  process_incoming_request({ request }) {
    return { content: { text: '\ud800'.repeat(1e7) } };
  }
}
