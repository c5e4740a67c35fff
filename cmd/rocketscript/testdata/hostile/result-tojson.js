// toJSON that loops.
// ends: timed out after | content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x', o: { toJSON() { for (;;) {} } } } };
  }
}
