// A getter on the result that loops.
// ends: timed out after
class Script {
  process_incoming_request({ request }) {
    return { get content() { for (;;) {} } };
  }
}
