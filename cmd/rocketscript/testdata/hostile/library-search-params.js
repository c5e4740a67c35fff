// Parameters of a URL without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const p = new URLSearchParams();
    for (let i = 0; ; i++) { p.append('k' + i % 10, i); if (i % 100 === 0) p.delete('k' + i % 10, 1); }
  }
}
