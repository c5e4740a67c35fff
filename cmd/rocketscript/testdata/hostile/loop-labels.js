// Loops that leave each other by labels.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    outer: for (;;) { for (;;) { continue outer; } }
  }
}
