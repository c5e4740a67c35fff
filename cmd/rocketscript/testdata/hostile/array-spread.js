// An array of fifty million spread into arguments.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return Math.max(...new Array(5e7));
  }
}
