// Array.from of something that never ends.
// ends: killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    return Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 'x'.repeat(100) }) }) });
  }
}
