// A line of ten million line breaks in a group.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; i < 50; i++) console.group();
    console.log('\n'.repeat(1e7));
    return { content: { text: 'said' } };
  }
}
