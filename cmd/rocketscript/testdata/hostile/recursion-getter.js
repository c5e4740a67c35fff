// A getter that asks for itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const o = { get x() { return this.x; } };
    return o.x;
  }
}
