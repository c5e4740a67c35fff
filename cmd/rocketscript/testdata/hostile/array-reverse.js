// reverse of something that says it is 2^53 long.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
  }
}
