// A getter on the result that loops.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return { get content() { for (;;) {} } };
  }
}
