// JSON replaced by one that loops.
// ends: content
// calls: 3
class Script {
  process_incoming_request({ request }) {
    if (JSON) JSON.parse = JSON.stringify = () => { for (;;) {} };
    JSON = undefined;
    return { content: { text: 'poisoned' } };
  }
}
