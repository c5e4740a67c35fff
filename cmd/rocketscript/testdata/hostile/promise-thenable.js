// A thenable that answers with thenables, without end.
// ends: result.then is a function | stopped
class Script {
  process_incoming_request({ request }) {
    const again = { then(f) { f(again); } };
    return again;
  }
}
