// A BigInt read from ten million digits.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    for (;;) BigInt('9'.repeat(1e7));
  }
}
