// toUpperCase of 300 million characters.
// ends: RangeError | stopped | nothing
class Script {
  process_incoming_request({ request }) {
    const s = 'x'.repeat(3e8);
    for (;;) s.toUpperCase();
  }
}
