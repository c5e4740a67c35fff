// A result that is a Proxy, as deep as it is asked.
// ends: deep | stopped
class Script {
  process_incoming_request({ request }) {
    const h = { get: () => new Proxy({}, h), ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) };
    return { content: new Proxy({}, h) };
  }
}
