// A search that starts again at each character.
// ends: stopped | nothing | no-content
class Script {
  process_incoming_request({ request }) {
    const s = 'a'.repeat(1e7), t = 'a'.repeat(5e6) + 'b';
    let n = 0;
    for (let i = 0; i < 1000; i++) n += s.lastIndexOf(t) + s.indexOf(t, i);
    return n;
  }
}
