// toJSON that loops.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x', o: { toJSON() { for (;;) {} } } } };
  }
}
