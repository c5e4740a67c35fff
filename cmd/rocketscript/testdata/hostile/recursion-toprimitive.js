// Symbol.toPrimitive that adds itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const o = { [Symbol.toPrimitive]() { return o + 1; } };
    return o + 1;
  }
}
