// A static block that loops.
// ends: timed out after
class Script {
  static {
    for (;;) {}
  }

  process_incoming_request() {}
}
