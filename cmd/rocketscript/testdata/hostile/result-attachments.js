// Fifty thousand attachments.
// ends: content | longer | stopped
class Script {
  process_incoming_request({ request }) {
    const attachments = Array.from({ length: 5e4 }, (_, i) => ({ title: 't' + i, color: 'good', fields: [{ title: '', value: '' }] }));
    return { content: { text: 'x', attachments } };
  }
}
