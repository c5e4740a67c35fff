// An answer that never comes.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    await fetch(request.content.echo + '/never');
  }
}
