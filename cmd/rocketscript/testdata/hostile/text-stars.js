// Emphasis that never ends. As text and in an attachment.
// ends: content
class Script {
  process_incoming_request({ request }) {
    const text = '*a _b '.repeat(5e5);
    return { content: { text: text.slice(0, 4900), attachments: [{ text, pretext: text.slice(0, 50000), fields: [{ title: 'x', value: text.slice(0, 50000) }] }] } };
  }
}
