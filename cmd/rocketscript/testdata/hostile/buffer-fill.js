// fill of a large typed array, without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = new Uint8Array(3e7);
    for (;;) { a.fill(1); a.reverse(); a.indexOf(2); }
  }
}
