// Timers without end.
// ends: too many timers | stopped
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) setTimeout(() => {}, 1e6);
  }
}
