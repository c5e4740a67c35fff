// Object.prototype made to throw.
// ends: content | TypeError | Error
// calls: 3
class Script {
  process_incoming_request({ request }) {
    Object.defineProperty(Object.prototype, Symbol.toPrimitive, { get() { throw new Error('no'); } });
    Object.defineProperty(Object.prototype, 'toString', { get() { throw new Error('no'); } });
    return { content: { text: 'poisoned' } };
  }
}
