// Randomness without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(60000)));
  }
}
