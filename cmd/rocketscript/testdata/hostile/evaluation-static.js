// A static block that loops.
// ends: stopped
class Script {
  static {
    for (;;) {}
  }

  process_incoming_request() {}
}
