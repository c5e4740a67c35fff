// A loop without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    while (true) {}
  }
}
