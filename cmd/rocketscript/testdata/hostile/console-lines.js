// A million lines.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; i < 2e5; i++) console.log('line', i);
    return { content: { text: 'said' } };
  }
}
