// Getters on Object.prototype named like members of the result.
// ends: content | stopped | TypeError
// calls: 2
class Script {
  process_incoming_request({ request }) {
    for (const name of ['error', 'response', 'user', 'content', 'then', 'text', 'request'])
      Object.defineProperty(Object.prototype, name, { get() { for (;;) {} }, set(v) { for (;;) {} }, configurable: true });
    return { content: { text: 'poisoned' } };
  }
}
