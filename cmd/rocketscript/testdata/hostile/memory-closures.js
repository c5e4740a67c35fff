// Closures that keep each other.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    let f = () => 0;
    for (;;) { const g = f, x = new Array(100).fill(0); f = () => g(x); }
  }
}
