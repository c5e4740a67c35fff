// An Error whose message is a getter that loops.
// ends: stopped | Error
class Script {
  process_incoming_request({ request }) {
    const e = new Error('x');
    Object.defineProperty(e, 'message', { get() { for (;;) {} } });
    Object.defineProperty(e, 'stack', { get() { for (;;) {} } });
    throw e;
  }
}
