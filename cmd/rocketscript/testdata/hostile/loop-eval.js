// A loop in code made at run time.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return (0, eval)('for (;;) {}');
  }
}
