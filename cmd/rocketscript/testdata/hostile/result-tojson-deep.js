// toJSON that gives another with toJSON.
// ends: stopped | deep | content
class Script {
  process_incoming_request({ request }) {
    const make = () => ({ toJSON: () => ({ a: make() }) });
    return { content: { text: 'x', o: make() } };
  }
}
