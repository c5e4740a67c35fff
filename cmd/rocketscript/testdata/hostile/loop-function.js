// A loop in a function made of text.
// ends: timed out after
class Script {
  process_incoming_request({ request }) {
    return new Function('for (;;) {}')();
  }
}
