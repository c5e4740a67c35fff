// Getters that make getters.
// ends: deep | stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const make = () => ({ get again() { return make(); } });
    return { content: make() };
  }
}
