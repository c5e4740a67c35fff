// eval of eval.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    globalThis.again = 'eval(again)';
    return eval(again);
  }
}
