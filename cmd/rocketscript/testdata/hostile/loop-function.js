// A loop in a function made of text.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return new Function('for (;;) {}')();
  }
}
