// Immediates without end.
// ends: stopped | too many timers
class Script {
  async process_incoming_request({ request }) {
    const again = () => { setImmediate(again); setImmediate(again); };
    again();
    await new Promise(() => {});
  }
}
