// join of something that says it is 2^53 long.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return Array.prototype.join.call({ length: 2 ** 53 - 1 }, '');
  }
}
