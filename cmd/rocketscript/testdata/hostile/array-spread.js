// An array of fifty million spread into arguments.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return Math.max(...new Array(5e7));
  }
}
