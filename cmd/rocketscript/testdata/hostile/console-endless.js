// Lines without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    for (;;) console.log('x'.repeat(1000));
  }
}
