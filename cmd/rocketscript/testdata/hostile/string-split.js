// split into a hundred million pieces.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return 'x'.repeat(1e8).split('').length;
  }
}
