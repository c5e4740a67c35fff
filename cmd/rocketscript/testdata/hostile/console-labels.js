// Counters and timers without end.
// ends: timed out after | killed: over | killed: out of memory | content
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) { console.count('x'.repeat(1000) + i); console.time('x'.repeat(1000) + i); }
  }
}
