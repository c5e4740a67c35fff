// Patterns without end, each another.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; ; i++) all.push(new RegExp('(?=x)' + i + '(a|b)*'));
  }
}
