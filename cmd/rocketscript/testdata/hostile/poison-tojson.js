// toJSON on all objects.
// ends: content | TypeError | RangeError | stopped
// calls: 3
class Script {
  process_incoming_request({ request }) {
    Object.prototype.toJSON = function () { for (;;) {} };
    Array.prototype.toJSON = String.prototype.toJSON = () => 'poisoned';
    return { content: { text: 'poisoned' } };
  }
}
