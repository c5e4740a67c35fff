// Dates and errors with their stacks, without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(new Error('x'.repeat(100)), new Date());
  }
}
