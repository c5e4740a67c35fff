// A loop without end.
// ends: timed out after
class Script {
  process_incoming_request({ request }) {
    while (true) {}
  }
}
