// Redirects without end.
// ends: redirect | stopped
class Script {
  async process_incoming_request({ request }) {
    await fetch(request.content.echo + '/redirect');
  }
}
