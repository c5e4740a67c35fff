// Division of BigInts of millions of digits.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const a = 7n ** 3000000n, b = 5n ** 1500000n;
    let x = a;
    for (;;) x = (a % b) * b + x % a;
  }
}
