// fill of an array as long as arrays get.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    return new Array(2 ** 32 - 1).fill(0);
  }
}
