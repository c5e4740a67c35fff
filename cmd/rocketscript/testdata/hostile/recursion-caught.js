// A recursion that catches its own end, again and again.
// ends: timed out after | RangeError | killed: still running
class Script {
  process_incoming_request({ request }) {
    const f = () => { try { f(); } catch (e) { f(); } };
    f();
  }
}
