// Microtasks that make microtasks.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    const again = () => Promise.resolve().then(again);
    await again();
  }
}
