// Counters and timers without end.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) { console.count('x'.repeat(1000) + i); console.time('x'.repeat(1000) + i); }
  }
}
