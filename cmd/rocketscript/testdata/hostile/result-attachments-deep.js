// Attachments within attachments.
// ends: content | deep
class Script {
  process_incoming_request({ request }) {
    let a = { text: 'x' };
    for (let i = 0; i < 200; i++) a = { text: 'x', attachments: [a] };
    return { content: { text: 'x', attachments: [a] } };
  }
}
