// Finally blocks that run again whatever ends them.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const again = () => { try { while (true) {} } finally { for (;;) {} } };
    return again();
  }
}
