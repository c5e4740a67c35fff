// Array iteration that loops.
// ends: content | stopped
// calls: 3
class Script {
  process_incoming_request({ request }) {
    Array.prototype[Symbol.iterator] = function () { for (;;) {} };
    return { content: { text: 'poisoned', list: [1, 2] } };
  }
}
