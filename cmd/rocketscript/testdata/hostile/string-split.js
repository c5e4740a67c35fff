// split into a hundred million pieces.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return 'x'.repeat(1e8).split('').length;
  }
}
