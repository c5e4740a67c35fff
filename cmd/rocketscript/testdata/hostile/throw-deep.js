// A deep object thrown.
// ends: Error | Object | { | RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = { o, p: o };
    throw o;
  }
}
