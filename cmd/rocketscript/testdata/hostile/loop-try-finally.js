// A loop that catches, and goes on in finally.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    for (;;) {
      try { throw 1; } catch (e) { continue; } finally { continue; }
    }
  }
}
