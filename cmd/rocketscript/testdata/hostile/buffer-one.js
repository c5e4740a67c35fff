// One ArrayBuffer of four gigabytes.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return new ArrayBuffer(2 ** 32).byteLength;
  }
}
