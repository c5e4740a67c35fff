// A Proxy that stands for itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const p = new Proxy({}, { get: (t, k, r) => r[k] });
    return p.x;
  }
}
