// A call, then an endless built-in function.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    await fetch(request.content.echo + '/ok');
    return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);
  }
}
