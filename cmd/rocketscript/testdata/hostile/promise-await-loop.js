// A loop that awaits nothing.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    for (;;) await null;
  }
}
