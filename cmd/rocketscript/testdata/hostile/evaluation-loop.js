// A loop at the top of the file.
// ends: timed out after
for (;;) {}

class Script {
  process_incoming_request() {}
}
