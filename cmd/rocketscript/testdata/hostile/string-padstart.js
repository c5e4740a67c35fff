// padStart to two billion characters.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return 'x'.padStart(2 ** 31 - 1, 'ab').length;
  }
}
