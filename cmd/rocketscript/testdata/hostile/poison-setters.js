// Setters on Object.prototype named like members of the request.
// ends: content | stopped
// calls: 3
class Script {
  process_incoming_request({ request }) {
    for (const name of ['url', 'headers', 'body', 'get', 'set', 'value', 'writable', 'enumerable', 'configurable'])
      Object.defineProperty(Object.prototype, name, { set(v) { for (;;) {} }, get() { return undefined; }, configurable: true });
    return { content: { text: 'poisoned' } };
  }
}
