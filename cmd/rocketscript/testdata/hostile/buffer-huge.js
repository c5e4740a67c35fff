// Lengths that overflow.
// ends: RangeError
class Script {
  process_incoming_request({ request }) {
    return new Float64Array(2 ** 53 - 1);
  }
}
