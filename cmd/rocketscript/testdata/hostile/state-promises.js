// Waiting functions that pile up, call after call.
// ends: content | stopped
// calls: 10
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; i < 1000; i++) (async () => { await new Promise(() => {}); })();
    return { content: { text: 'left' } };
  }
}
