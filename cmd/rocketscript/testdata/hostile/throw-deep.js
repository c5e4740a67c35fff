// A deep object thrown.
// ends: Error | Object | { | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = { o, p: o };
    throw o;
  }
}
