// includes over four billion holes.
// ends: killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return new Array(2 ** 32 - 1).includes(1);
  }
}
