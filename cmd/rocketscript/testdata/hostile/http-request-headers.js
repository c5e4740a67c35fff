// A request with a hundred thousand headers.
// ends: stopped | content | Error
class Script {
  async process_incoming_request({ request }) {
    const headers = {};
    for (let i = 0; i < 1e5; i++) headers['x-' + i] = 'v';
    const r = await fetch(request.content.echo + '/ok', { headers });
    return { content: { text: r.status + '' } };
  }
}
