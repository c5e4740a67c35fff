// flatMap that makes more of everything.
// ends: timed out after | RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    let a = [1];
    for (;;) a = a.flatMap(x => [x, x, x, x]);
  }
}
