// length set up and down.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = [];
    for (;;) { a.length = 2 ** 32 - 1; a.length = 0; }
  }
}
