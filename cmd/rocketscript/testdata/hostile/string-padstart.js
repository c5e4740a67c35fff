// padStart to two billion characters.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return 'x'.padStart(2 ** 31 - 1, 'ab').length;
  }
}
