// An iterator whose return() loops.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const it = { [Symbol.iterator]() { return { next: () => ({ done: false, value: 1 }), return() { for (;;) {} } }; } };
    for (const x of it) break;
    return { content: { text: 'done' } };
  }
}
