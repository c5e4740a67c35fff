// normalize of characters that become eighteen.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return '\uFDFA'.repeat(2e7).normalize('NFKD').length;
  }
}
