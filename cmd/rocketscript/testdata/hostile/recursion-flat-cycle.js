// flat() of an array that contains itself.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const a = [1];
    a.push(a);
    return a.flat(Infinity);
  }
}
