// A string of fifty million characters spread into arguments.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return Math.max(...'1'.repeat(5e7));
  }
}
