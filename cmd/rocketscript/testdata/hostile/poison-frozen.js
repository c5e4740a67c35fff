// Everything frozen.
// ends: content | TypeError
// calls: 3
class Script {
  process_incoming_request({ request }) {
    Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype); Object.freeze(globalThis);
    return { content: { text: 'poisoned' } };
  }
}
