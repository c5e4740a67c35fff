// Calls without end, whatever they say.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  async process_incoming_request({ request }) {
    for (;;) { try { await fetch(request.content.echo + '/ok'); } catch (e) {} }
  }
}
