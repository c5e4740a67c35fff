// A constructor that loops.
// ends: timed out after
class Script {
  constructor() {
    for (;;) {}
  }

  process_incoming_request() {}
}
