// The class and its method replaced while they run.
// ends: content | nothing | TypeError | stopped
// calls: 2
class Script {
  process_incoming_request({ request }) {
    Script.prototype.process_incoming_request = new Proxy(() => {}, { apply() { for (;;) {} } });
    return { content: { text: 'poisoned' } };
  }
}
