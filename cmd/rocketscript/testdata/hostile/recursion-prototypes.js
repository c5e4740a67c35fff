// A million prototypes, one behind the other.
// ends: RangeError | stopped | no-content
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = Object.create(o);
    return o.missing ? 1 : o;
  }
}
