// An answer without end.
// ends: longer than | stopped | | content
class Script {
  async process_incoming_request({ request }) {
    const r = await fetch(request.content.echo + '/endless');
    return { content: { text: (await r.text()).length + '' } };
  }
}
