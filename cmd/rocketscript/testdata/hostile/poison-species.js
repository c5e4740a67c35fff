// Species and regular expressions that loop.
// ends: content | stopped
// calls: 3
class Script {
  process_incoming_request({ request }) {
    RegExp.prototype.exec = () => { for (;;) {} };
    Object.defineProperty(Array, Symbol.species, { get() { for (;;) {} } });
    String.prototype.split = String.prototype.replace = () => { for (;;) {} };
    return { content: { text: 'poisoned' } };
  }
}
