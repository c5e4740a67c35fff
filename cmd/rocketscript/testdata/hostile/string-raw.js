// String.raw of 2^53 pieces.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    return String.raw({ raw: { length: 2 ** 53 - 1 } }).length;
  }
}
