// Script is a getter that loops.
// ends: stopped
Object.defineProperty(globalThis, 'Script', { get() { for (;;) {} } });
