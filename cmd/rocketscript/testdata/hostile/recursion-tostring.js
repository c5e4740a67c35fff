// toString that needs its own text.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const o = { toString() { return `${this}`; } };
    return { content: { text: `${o}` } };
  }
}
