// A loop in a microtask behind the answer.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    Promise.resolve().then(() => {}).then(() => { for (;;) {} });
    return { content: { text: 'answered' } };
  }
}
