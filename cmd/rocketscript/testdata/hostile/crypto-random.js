// Randomness without end.
// ends: timed out after | killed: over | killed: out of memory | killed: still running
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(60000)));
  }
}
