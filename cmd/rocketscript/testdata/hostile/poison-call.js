// Function.prototype without its methods.
// ends: content | TypeError
// calls: 3
class Script {
  process_incoming_request({ request }) {
    Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw new Error('no'); };
    return { content: { text: 'poisoned' } };
  }
}
