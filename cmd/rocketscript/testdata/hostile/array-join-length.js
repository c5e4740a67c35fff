// join of something that says it is 2^53 long.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return Array.prototype.join.call({ length: 2 ** 53 - 1 }, '');
  }
}
