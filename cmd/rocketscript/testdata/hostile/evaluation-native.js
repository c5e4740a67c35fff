// A built-in function that never ends, at the top of the file.
// ends: stopped
const never = Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);

class Script {
  process_incoming_request() {}
}
