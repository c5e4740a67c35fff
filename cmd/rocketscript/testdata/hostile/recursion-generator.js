// A generator that yields itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    function* g() { yield* g(); }
    return [...g()];
  }
}
