// queueMicrotask without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const again = () => { queueMicrotask(again); queueMicrotask(again); };
    again();
    return { content: { text: 'answered' } };
  }
}
