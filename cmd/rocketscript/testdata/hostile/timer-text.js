// A timer of text that is no function.
// ends: timed out after | TypeError | killed: still running
class Script {
  async process_incoming_request({ request }) {
    setTimeout('for (;;) {}', 0);
    await new Promise(() => {});
  }
}
