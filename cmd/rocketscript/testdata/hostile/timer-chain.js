// Timers that set timers.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    const again = () => setTimeout(again, 0);
    again();
    await new Promise(() => {});
  }
}
