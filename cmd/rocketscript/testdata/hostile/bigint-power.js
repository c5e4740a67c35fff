// A BigInt to the power of a billion.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return String(3n ** 1000000000n).length;
  }
}
