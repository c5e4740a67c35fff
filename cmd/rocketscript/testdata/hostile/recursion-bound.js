// A function bound a million times.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let f = () => 1;
    for (let i = 0; i < 1e6; i++) f = f.bind(null);
    return f();
  }
}
