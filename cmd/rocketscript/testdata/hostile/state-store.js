// A megabyte more in Store with each call, kept for ever.
// ends: content | stopped
// calls: 40
class Script {
  process_incoming_request({ request }) {
    Store.set('k' + Date.now() + Math.random(), 'x'.repeat(4e6) + Math.random());
    return { content: { text: 'kept' } };
  }
}
