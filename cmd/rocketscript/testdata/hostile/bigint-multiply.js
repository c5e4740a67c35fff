// A BigInt squared without end.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let n = 3n;
    for (;;) n *= n;
  }
}
