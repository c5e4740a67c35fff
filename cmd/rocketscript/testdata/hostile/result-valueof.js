// Members that are wrappers with loops.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    const n = new Number(1), t = new String('x');
    n.valueOf = () => { for (;;) {} };
    t.toString = () => { for (;;) {} };
    return { content: { text: t, n } };
  }
}
