// A Blob of Blobs, each twice as large.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    let b = new Blob(['x'.repeat(1000)]);
    for (;;) b = new Blob([b, b]);
  }
}
