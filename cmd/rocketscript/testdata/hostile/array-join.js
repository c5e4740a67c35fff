// join of a billion holes.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return { content: { text: Array(1e9).join('ab') } };
  }
}
