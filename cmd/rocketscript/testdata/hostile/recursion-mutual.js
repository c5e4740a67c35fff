// Two methods that call each other.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return this.other(request);
      }
      other(request) {
        return this.process_incoming_request({ request });
  }
}
