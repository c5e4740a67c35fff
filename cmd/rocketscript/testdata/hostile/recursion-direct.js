// A function that calls itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const f = () => f() + 1;
    return f();
  }
}
