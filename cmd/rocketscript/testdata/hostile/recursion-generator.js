// A generator that yields itself.
// ends: RangeError | timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    function* g() { yield* g(); }
    return [...g()];
  }
}
