// Headers without end.
// ends: timed out after | killed: over | killed: out of memory | killed: still running
class Script {
  process_incoming_request({ request }) {
    const h = new Headers();
    for (let i = 0; ; i++) h.append('x-' + i, 'v');
  }
}
