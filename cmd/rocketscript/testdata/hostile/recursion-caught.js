// A recursion that catches its own end, again and again.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const f = () => { try { f(); } catch (e) { f(); } };
    f();
  }
}
