// Script is a getter that loops.
// ends: timed out after
Object.defineProperty(globalThis, 'Script', { get() { for (;;) {} } });
