// A result with an array of four billion holes.
// ends: larger than | stopped
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x', a: new Array(2 ** 32 - 1) } };
  }
}
