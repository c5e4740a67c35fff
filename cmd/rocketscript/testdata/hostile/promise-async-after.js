// Work that goes on after the answer.
// ends: content | stopped
// calls: 2
class Script {
  process_incoming_request({ request }) {
    setTimeout(() => { for (;;) {} }, 0);
    setInterval(() => { for (;;) {} }, 1);
    return { content: { text: 'answered' } };
  }
}
