// Twenty calls to its own webhook, each of which makes twenty.
// ends: content | stopped | fetch failed
class Script {
  async process_incoming_request({ request }) {
    await Promise.all(Array.from({ length: 20 }, () => fetch(request.content.self, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request.content) })));
    return { content: { text: 'called' } };
  }
}
