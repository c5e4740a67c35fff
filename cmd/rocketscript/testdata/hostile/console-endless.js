// Lines without end.
// ends: timed out after
class Script {
  process_incoming_request({ request }) {
    for (;;) console.log('x'.repeat(1000));
  }
}
