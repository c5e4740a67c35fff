// A million prototypes, one behind the other.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in | timed out after | no-content
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = Object.create(o);
    return o.missing ? 1 : o;
  }
}
