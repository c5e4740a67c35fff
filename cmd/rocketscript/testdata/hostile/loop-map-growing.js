// A Map that grows while forEach walks it.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const m = new Map([[0, 0]]);
    m.forEach((v, k) => { m.delete(k); m.set(k + 1, 0); });
  }
}
