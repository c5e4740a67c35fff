// A BigInt read from ten million digits.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    for (;;) BigInt('9'.repeat(1e7));
  }
}
