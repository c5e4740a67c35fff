// An answer without end.
// ends: over limit | stopped
class Script {
  async process_incoming_request({ request }) {
    const r = await fetch(request.content.echo + '/endless');
    return { content: { text: (await r.text()).length + '' } };
  }
}
