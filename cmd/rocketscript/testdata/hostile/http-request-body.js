// A request of 60 MB.
// ends: stopped | content | could not be sent
class Script {
  async process_incoming_request({ request }) {
    const r = await fetch(request.content.echo + '/ok', { method: 'POST', body: 'x'.repeat(2e7) + 'y'.repeat(2e7) });
    return { content: { text: r.status + '' } };
  }
}
