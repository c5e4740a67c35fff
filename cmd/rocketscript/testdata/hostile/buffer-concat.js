// Buffer.concat of one buffer a million times.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const b = Buffer.alloc(1e6);
    return Buffer.concat(new Array(1e6).fill(b)).length;
  }
}
