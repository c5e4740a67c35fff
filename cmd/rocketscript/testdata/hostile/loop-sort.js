// A comparator that never ends.
// ends: timed out after
class Script {
  process_incoming_request({ request }) {
    return [3, 1, 2].sort(() => { for (;;) {} });
  }
}
