// An async function that awaits itself.
// ends: RangeError | stopped
class Script {
  async process_incoming_request({ request }) {
    const f = async () => { await f(); };
    return f();
  }
}
