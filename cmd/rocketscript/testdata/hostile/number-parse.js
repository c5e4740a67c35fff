// Numbers of ten million digits.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const s = '9'.repeat(1e7);
    for (;;) { parseFloat(s); parseInt(s, 36); Number(s); }
  }
}
