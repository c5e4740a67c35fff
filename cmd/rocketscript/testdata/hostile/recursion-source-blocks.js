// eval of a hundred thousand blocks within each other.
// ends: RangeError | SyntaxError | no-content | nothing | stopped
class Script {
  process_incoming_request({ request }) {
    return eval('{'.repeat(1e5) + '}'.repeat(1e5));
  }
}
