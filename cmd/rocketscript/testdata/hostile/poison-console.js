// Console and Store replaced.
// ends: content
// calls: 3
class Script {
  process_incoming_request({ request }) {
    if (globalThis.console) console.log = () => { for (;;) {} };
    Store.get = Store.set = null;
    globalThis.console = null;
    return { content: { text: 'poisoned' } };
  }
}
