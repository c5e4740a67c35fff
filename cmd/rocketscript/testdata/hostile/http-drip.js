// An answer that comes byte by byte.
// ends: timed out after
class Script {
  async process_incoming_request({ request }) {
    const r = await fetch(request.content.echo + '/drip');
    await r.text();
  }
}
