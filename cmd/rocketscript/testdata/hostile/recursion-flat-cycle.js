// flat() of an array that contains itself.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in | timed out after
class Script {
  process_incoming_request({ request }) {
    const a = [1];
    a.push(a);
    return a.flat(Infinity);
  }
}
