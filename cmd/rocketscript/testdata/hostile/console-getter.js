// A getter that loops, shown.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    class A { get [Symbol.toStringTag]() { for (;;) {} } }
    console.log(new A());
    return { content: { text: 'said' } };
  }
}
