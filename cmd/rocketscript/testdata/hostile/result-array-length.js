// A result with an array of four billion holes.
// ends: longer | too | large | timed out after | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x', a: new Array(2 ** 32 - 1) } };
  }
}
