// queueMicrotask without end.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const again = () => { queueMicrotask(again); queueMicrotask(again); };
    again();
    return { content: { text: 'answered' } };
  }
}
