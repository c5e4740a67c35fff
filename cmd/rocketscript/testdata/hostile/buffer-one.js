// One ArrayBuffer of four gigabytes.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return new ArrayBuffer(2 ** 32).byteLength;
  }
}
