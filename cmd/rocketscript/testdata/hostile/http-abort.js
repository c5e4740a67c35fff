// Calls aborted as soon as they are made, without end.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    for (;;) {
      const c = new AbortController();
      const p = fetch(request.content.echo + '/never', { signal: c.signal }).catch(() => {});
      c.abort();
      await p;
    }
  }
}
