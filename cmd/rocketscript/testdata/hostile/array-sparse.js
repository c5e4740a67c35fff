// Sparse arrays without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; ; i++) { const a = []; a[4e9] = i; all.push(a); }
  }
}
