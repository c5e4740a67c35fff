// A string of a gigabyte, of which only the length is asked.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String('x'.repeat(2 ** 30).length) } };
  }
}
