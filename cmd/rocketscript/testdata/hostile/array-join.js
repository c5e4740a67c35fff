// join of a billion holes.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return { content: { text: Array(1e9).join('ab') } };
  }
}
