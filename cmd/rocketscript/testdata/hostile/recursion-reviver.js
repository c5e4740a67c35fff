// A reviver that parses.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const f = () => JSON.parse('[1]', f);
    return f();
  }
}
