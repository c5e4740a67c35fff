// Promise.all of an iterator that never ends.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return Promise.all({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });
  }
}
