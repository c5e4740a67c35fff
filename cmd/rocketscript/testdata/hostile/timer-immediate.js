// Immediates without end.
// ends: timed out after | too many timers | killed: over | killed: out of memory
class Script {
  async process_incoming_request({ request }) {
    const again = () => { setImmediate(again); setImmediate(again); };
    again();
    await new Promise(() => {});
  }
}
