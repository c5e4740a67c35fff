// A result that is a Proxy whose keys never end.
// ends: timed out after | killed: over | killed: out of memory | longer | too
class Script {
  process_incoming_request({ request }) {
    return new Proxy({}, { ownKeys: () => { const k = []; for (let i = 0; ; i++) k.push('k' + i); } });
  }
}
