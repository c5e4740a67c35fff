// normalize of characters that become eighteen.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return '\uFDFA'.repeat(2e7).normalize('NFKD').length;
  }
}
