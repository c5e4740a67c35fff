// An async function that awaits itself.
// ends: RangeError | timed out after | killed: over | killed: out of memory
class Script {
  async process_incoming_request({ request }) {
    const f = async () => { await f(); };
    return f();
  }
}
