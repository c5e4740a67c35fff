// copyWithin of something that says it is 2^53 long.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 1, 0);
  }
}
