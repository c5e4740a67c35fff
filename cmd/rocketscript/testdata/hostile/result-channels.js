// A hundred thousand channels.
// ends: content
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'x', channel: Array.from({ length: 1e5 }, (_, i) => '#c' + i) } };
  }
}
