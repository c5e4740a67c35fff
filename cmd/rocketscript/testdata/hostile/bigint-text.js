// Text of a BigInt of millions of digits.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const n = 7n ** 5000000n;
    for (;;) n.toString(10);
  }
}
