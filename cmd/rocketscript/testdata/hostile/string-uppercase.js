// toUpperCase of 300 million characters.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | nothing
class Script {
  process_incoming_request({ request }) {
    const s = 'x'.repeat(3e8);
    for (;;) s.toUpperCase();
  }
}
