// eval of a million signs before a number.
// ends: RangeError | SyntaxError | no-content | nothing | stopped
class Script {
  process_incoming_request({ request }) {
    return eval('- '.repeat(1e6) + '1');
  }
}
