// apply with a hundred million arguments.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return Math.max.apply(null, { length: 1e8 });
  }
}
