// A loop at the top of the file.
// ends: stopped
for (;;) {}

class Script {
  process_incoming_request() {}
}
