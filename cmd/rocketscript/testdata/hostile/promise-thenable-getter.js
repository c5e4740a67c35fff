// A thenable whose then is a getter that loops.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return { get then() { for (;;) {} } };
  }
}
