// lastIndexOf of holes, in a loop.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = new Array(2 ** 32 - 1);
    a[0] = 2;
    return a.lastIndexOf(1);
  }
}
