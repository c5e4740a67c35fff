// Buffer.alloc of a gigabyte.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return Buffer.alloc(2 ** 30, 'abc').length;
  }
}
