// Property names without end.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const o = {};
    for (let i = 0; ; i++) o['key' + i] = i;
  }
}
