// A string of a gigabyte.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x'.repeat(2 ** 30) } };
  }
}
