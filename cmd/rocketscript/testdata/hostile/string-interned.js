// Property names without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const o = {};
    for (let i = 0; ; i++) o['key' + i] = i;
  }
}
