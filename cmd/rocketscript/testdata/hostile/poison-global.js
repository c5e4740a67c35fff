// Globals replaced by Proxies.
// ends: content | stopped | TypeError
// calls: 2
class Script {
  process_incoming_request({ request }) {
    for (const name of ['Object', 'Array', 'String', 'Promise', 'Error', 'Symbol', 'Map', 'Date'])
      globalThis[name] = new Proxy(globalThis[name], { get() { for (;;) {} }, construct() { for (;;) {} }, apply() { for (;;) {} } });
    return { content: { text: 'poisoned' } };
  }
}
