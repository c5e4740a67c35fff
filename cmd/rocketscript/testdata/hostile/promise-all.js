// Promise.all of a hundred thousand, again and again.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    for (;;) await Promise.all(Array.from({ length: 1e5 }, async (_, i) => i));
  }
}
