// sprintf with a width of a billion.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    return s.sprintf('%1000000000d', 1).length;
  }
}
