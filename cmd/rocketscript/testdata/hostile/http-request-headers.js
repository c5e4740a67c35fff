// A request with a hundred thousand headers.
// ends: timed out after | content | Error | killed: still running | killed: over | killed: out of memory
class Script {
  async process_incoming_request({ request }) {
    const headers = {};
    for (let i = 0; i < 1e5; i++) headers['x-' + i] = 'v';
    const r = await fetch(request.content.echo + '/ok', { headers });
    return { content: { text: r.status + '' } };
  }
}
