// A Proxy thrown whose every trap loops.
// ends: stopped | throw-proxy.js:6:5
class Script {
  process_incoming_request({ request }) {
    const loop = () => { for (;;) {} };
    throw new Proxy({}, { get: loop, getPrototypeOf: loop, ownKeys: loop, has: loop, getOwnPropertyDescriptor: loop });
  }
}
