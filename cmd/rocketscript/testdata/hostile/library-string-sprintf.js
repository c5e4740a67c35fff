// sprintf with a width of a billion.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | RangeError
class Script {
  process_incoming_request({ request }) {
    return s.sprintf('%1000000000d', 1).length;
  }
}
