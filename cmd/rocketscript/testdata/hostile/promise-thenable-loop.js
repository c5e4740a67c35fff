// A thenable whose then loops.
// ends: result.then is a function | stopped
class Script {
  process_incoming_request({ request }) {
    return { then() { for (;;) {} } };
  }
}
