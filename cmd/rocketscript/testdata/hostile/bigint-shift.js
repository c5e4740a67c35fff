// A BigInt shifted by a billion bits, again and again.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let n = 1n;
    for (;;) n <<= 1000000000n;
  }
}
