// splice at the front of something 2^53 long.
// ends: stopped | TypeError
class Script {
  process_incoming_request({ request }) {
    return Array.prototype.splice.call({ length: 2 ** 53 - 2 }, 0, 0, 1);
  }
}
