// A BigInt squared without end.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    let n = 3n;
    for (;;) n *= n;
  }
}
