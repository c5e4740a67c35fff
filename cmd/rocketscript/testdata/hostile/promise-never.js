// A promise that nobody keeps.
// ends: waiting for a promise
class Script {
  async process_incoming_request({ request }) {
    await new Promise(() => {});
  }
}
