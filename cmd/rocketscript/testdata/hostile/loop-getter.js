// A getter that loops, of the request itself.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    Object.defineProperty(request.content, 'text', { get() { for (;;) {} } });
    return { content: { text: request.content.text } };
  }
}
