// Timers without end.
// ends: too many timers | timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) setTimeout(() => {}, 1e6);
  }
}
