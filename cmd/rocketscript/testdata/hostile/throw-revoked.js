// A revoked Proxy thrown.
// ends: Error | TypeError
class Script {
  process_incoming_request({ request }) {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    throw proxy;
  }
}
