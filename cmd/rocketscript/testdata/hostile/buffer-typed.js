// A typed array of a billion numbers.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return new Float64Array(1e9).length;
  }
}
