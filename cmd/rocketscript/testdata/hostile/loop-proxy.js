// A Proxy whose traps loop.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const p = new Proxy({}, { has() { for (;;) {} } });
    return 'x' in p;
  }
}
