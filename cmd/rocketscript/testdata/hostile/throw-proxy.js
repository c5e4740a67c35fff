// A Proxy thrown whose every trap loops.
// ends: timed out after | script-error: throw-proxy.js
class Script {
  process_incoming_request({ request }) {
    const loop = () => { for (;;) {} };
    throw new Proxy({}, { get: loop, getPrototypeOf: loop, ownKeys: loop, has: loop, getOwnPropertyDescriptor: loop });
  }
}
