// Buffer.alloc of a gigabyte.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return Buffer.alloc(2 ** 30, 'abc').length;
  }
}
