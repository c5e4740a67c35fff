// A rejection with a Proxy.
// ends: stopped | [Function
class Script {
  process_incoming_request({ request }) {
    const loop = () => { for (;;) {} };
    return Promise.reject(new Proxy(() => {}, { get: loop, getPrototypeOf: loop, ownKeys: loop, apply: loop }));
  }
}
