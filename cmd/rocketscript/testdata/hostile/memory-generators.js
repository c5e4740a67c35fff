// Generators that wait, without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    function* g() { const x = new Array(100).fill(0); yield x; }
    for (;;) { const i = g(); i.next(); all.push(i); }
  }
}
