// _.range of a billion.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    return _.range(1e9).length;
  }
}
