// A Proxy that loops when it is shown.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    console.log(new Proxy({}, { ownKeys() { for (;;) {} }, get() { for (;;) {} }, getPrototypeOf() { for (;;) {} } }));
    return { content: { text: 'said' } };
  }
}
