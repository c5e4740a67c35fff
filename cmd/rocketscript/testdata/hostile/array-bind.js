// bind with a hundred thousand arguments, again and again.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    let f = Math.max;
    const args = new Array(1e5).fill(1);
    for (;;) f = f.bind(null, ...args);
  }
}
