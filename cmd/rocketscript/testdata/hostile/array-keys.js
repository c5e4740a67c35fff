// Object.keys of a large typed array, again and again.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = new Uint8Array(5e6);
    for (;;) Object.keys(a);
  }
}
