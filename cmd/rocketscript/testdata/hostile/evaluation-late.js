// Work left behind at evaluation, that never ends.
// ends: content | stopped
setInterval(() => { for (;;) {} }, 0);
Promise.resolve().then(() => {});

class Script {
  process_incoming_request() {
    return { content: { text: 'answered' } };
  }
}
