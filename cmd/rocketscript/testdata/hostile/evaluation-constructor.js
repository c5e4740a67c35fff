// A constructor that loops.
// ends: stopped
class Script {
  constructor() {
    for (;;) {}
  }

  process_incoming_request() {}
}
