// Arrays concatenated without end.
// ends: timed out after | RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    let a = [1, 2, 3];
    for (;;) a = a.concat(a);
  }
}
