// Listeners that add listeners.
// ends: timed out after | killed: over | killed: out of memory | RangeError
class Script {
  process_incoming_request({ request }) {
    const t = new EventTarget();
    t.addEventListener('x', function again() { t.addEventListener('x', () => again()); t.dispatchEvent(new Event('x')); });
    t.dispatchEvent(new Event('x'));
  }
}
