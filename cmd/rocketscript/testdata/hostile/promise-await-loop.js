// A loop that awaits nothing.
// ends: timed out after
class Script {
  async process_incoming_request({ request }) {
    for (;;) await null;
  }
}
