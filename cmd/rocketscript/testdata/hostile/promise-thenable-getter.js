// A thenable whose then is a getter that loops.
// ends: timed out after
class Script {
  process_incoming_request({ request }) {
    return { get then() { for (;;) {} } };
  }
}
