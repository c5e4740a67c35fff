// Listeners that add listeners.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const t = new EventTarget();
    t.addEventListener('x', function again() { t.addEventListener('x', () => again()); t.dispatchEvent(new Event('x')); });
    t.dispatchEvent(new Event('x'));
  }
}
