// fill of an array as long as arrays get.
// ends: timed out after | RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return new Array(2 ** 32 - 1).fill(0);
  }
}
