// Arrays of substrings without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [], s = '\u2603'.repeat(1e4);
    for (let i = 0; ; i++) all.push(s.slice(i % 100) + i);
  }
}
