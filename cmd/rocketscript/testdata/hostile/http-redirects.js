// Redirects without end.
// ends: redirect | timed out after
class Script {
  async process_incoming_request({ request }) {
    await fetch(request.content.echo + '/redirect');
  }
}
