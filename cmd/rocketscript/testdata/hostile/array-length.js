// length set up and down.
// ends: timed out after | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const a = [];
    for (;;) { a.length = 2 ** 32 - 1; a.length = 0; }
  }
}
