// Headers without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const h = new Headers();
    for (let i = 0; ; i++) h.append('x-' + i, 'v');
  }
}
