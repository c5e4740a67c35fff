// A replacement that replaces.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const f = () => 'a'.replace(/a/, f);
    return f();
  }
}
