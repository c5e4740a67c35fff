// An answer that comes byte by byte.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    const r = await fetch(request.content.echo + '/drip');
    await r.text();
  }
}
