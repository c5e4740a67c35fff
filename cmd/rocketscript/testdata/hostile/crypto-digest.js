// Digests of much, without end.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    const data = new Uint8Array(2e7);
    for (;;) await crypto.subtle.digest('SHA-512', data);
  }
}
