// ArrayBuffers of a megabyte, without end.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(new ArrayBuffer(1e6));
  }
}
