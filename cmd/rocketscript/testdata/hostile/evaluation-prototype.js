// Poison at the top of the file.
// ends: content | stopped | TypeError
Object.prototype.process_incoming_request = 1;
Object.defineProperty(Object.prototype, 'request', { get() { for (;;) {} }, set() { for (;;) {} } });

class Script {
  process_incoming_request() {
    return { content: { text: 'answered' } };
  }
}
