// apply with a hundred million arguments.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return Math.max.apply(null, { length: 1e8 });
  }
}
