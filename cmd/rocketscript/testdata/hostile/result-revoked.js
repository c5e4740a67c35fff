// A result that is a revoked Proxy.
// ends: TypeError | Error
class Script {
  process_incoming_request({ request }) {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }
}
