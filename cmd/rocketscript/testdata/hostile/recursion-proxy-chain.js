// Proxies of Proxies, a million deep.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let p = {};
    for (let i = 0; i < 1e6; i++) p = new Proxy(p, {});
    return p.x;
  }
}
