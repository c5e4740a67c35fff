// _.range of a billion.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | RangeError
class Script {
  process_incoming_request({ request }) {
    return _.range(1e9).length;
  }
}
