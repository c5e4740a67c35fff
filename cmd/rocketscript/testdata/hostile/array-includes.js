// includes over four billion holes.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return new Array(2 ** 32 - 1).includes(1);
  }
}
