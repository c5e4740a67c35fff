// Microtasks that make microtasks.
// ends: timed out after
class Script {
  async process_incoming_request({ request }) {
    const again = () => Promise.resolve().then(again);
    await again();
  }
}
