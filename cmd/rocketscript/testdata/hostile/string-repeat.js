// A string of a gigabyte.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x'.repeat(2 ** 30) } };
  }
}
