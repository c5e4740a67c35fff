// A result that is a Proxy whose keys never end.
// ends: stopped | larger than
class Script {
  process_incoming_request({ request }) {
    return new Proxy({}, { ownKeys: () => { const k = []; for (let i = 0; ; i++) k.push('k' + i); } });
  }
}
