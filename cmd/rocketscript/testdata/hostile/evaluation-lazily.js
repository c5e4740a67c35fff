// Good when it is checked, a loop when it is called.
// ends: stopped
let seen = 0;

class Script {
  get process_incoming_request() {
    if (seen++ >= 0) for (;;) {}
  }
}
