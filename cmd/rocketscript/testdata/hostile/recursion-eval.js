// eval of eval.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    globalThis.again = 'eval(again)';
    return eval(again);
  }
}
