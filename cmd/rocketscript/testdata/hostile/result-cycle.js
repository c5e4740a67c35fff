// A result that contains itself.
// ends: refers back
class Script {
  process_incoming_request({ request }) {
    const o = { text: 'x' };
    o.o = o;
    return { content: o };
  }
}
