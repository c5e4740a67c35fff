// toJSON that stringifies itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const o = { toJSON() { return JSON.stringify(o); } };
    return { content: { text: JSON.stringify(o) } };
  }
}
