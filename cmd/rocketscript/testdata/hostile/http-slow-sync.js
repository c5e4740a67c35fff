// HTTP.call of an answer that never comes.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    return HTTP('GET', request.content.echo + '/never');
  }
}
