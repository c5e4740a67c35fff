// A call to its own webhook, which calls its own webhook.
// ends: content | stopped
class Script {
  async process_incoming_request({ request }) {
    if (!request.content.self) return;
    await fetch(request.content.self, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request.content) });
    return { content: { text: 'called' } };
  }
}
