// Callbacks of map within map.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const f = () => [1].map(f);
    return f();
  }
}
