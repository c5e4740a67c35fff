// A promise that waits for itself.
// ends: TypeError | stopped
class Script {
  process_incoming_request({ request }) {
    let p;
    p = new Promise(f => setTimeout(() => f(p), 1));
    return p;
  }
}
