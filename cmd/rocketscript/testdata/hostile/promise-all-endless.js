// Promise.all of an iterator that never ends.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return Promise.all({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });
  }
}
