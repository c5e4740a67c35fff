// Registered symbols without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) Symbol.for('s'.repeat(100) + i);
  }
}
