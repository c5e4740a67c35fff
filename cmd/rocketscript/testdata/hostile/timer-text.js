// A timer of text that is no function.
// ends: stopped | TypeError
class Script {
  async process_incoming_request({ request }) {
    setTimeout('for (;;) {}', 0);
    await new Promise(() => {});
  }
}
