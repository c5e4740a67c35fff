// An Error of a class whose constructor loops when it is shown.
// ends: stopped | Error
class Script {
  process_incoming_request({ request }) {
    class E extends Error { static get [Symbol.hasInstance]() { for (;;) {} } get name() { for (;;) {} } }
    Object.defineProperty(E.prototype, 'constructor', { get() { for (;;) {} } });
    throw new E('x');
  }
}
