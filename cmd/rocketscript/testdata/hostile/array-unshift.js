// unshift onto something 2^53 long.
// ends: stopped | TypeError
class Script {
  process_incoming_request({ request }) {
    return Array.prototype.unshift.call({ length: 2 ** 53 - 3 }, 1, 2);
  }
}
