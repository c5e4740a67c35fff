// sort of a large typed array with a comparator.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = new Float64Array(3e6).map(Math.random);
    for (;;) { a.sort((x, y) => Math.random() - 0.5); }
  }
}
