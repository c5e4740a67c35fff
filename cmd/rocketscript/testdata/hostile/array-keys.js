// Object.keys of a large typed array, again and again.
// ends: timed out after | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const a = new Uint8Array(5e6);
    for (;;) Object.keys(a);
  }
}
