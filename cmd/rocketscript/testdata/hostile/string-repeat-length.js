// A string of a gigabyte, of which only the length is asked.
// ends: RangeError | stopped | content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String('x'.repeat(2 ** 30).length) } };
  }
}
