// A comparator that never ends.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return [3, 1, 2].sort(() => { for (;;) {} });
  }
}
