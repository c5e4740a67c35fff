// Calls without end, whatever they say.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    for (;;) { try { await fetch(request.content.echo + '/ok'); } catch (e) {} }
  }
}
