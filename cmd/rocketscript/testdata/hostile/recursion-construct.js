// A constructor that constructs.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    class A { constructor() { new A(); } }
    return new A();
  }
}
