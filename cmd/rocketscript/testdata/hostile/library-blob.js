// A Blob of Blobs, each twice as large.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | RangeError
class Script {
  process_incoming_request({ request }) {
    let b = new Blob(['x'.repeat(1000)]);
    for (;;) b = new Blob([b, b]);
  }
}
