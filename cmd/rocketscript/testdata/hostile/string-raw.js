// String.raw of 2^53 pieces.
// ends: timed out after | RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return String.raw({ raw: { length: 2 ** 53 - 1 } }).length;
  }
}
