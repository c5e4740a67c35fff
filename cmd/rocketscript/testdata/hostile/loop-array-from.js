// Array.from of something that never ends.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 'x'.repeat(100) }) }) });
  }
}
