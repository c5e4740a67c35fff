// Promise.prototype.then that never calls.
// ends: content | stopped
// calls: 3
class Script {
  async process_incoming_request({ request }) {
    Promise.prototype.then = function () { for (;;) {} };
    return { content: { text: 'poisoned' } };
  }
}
