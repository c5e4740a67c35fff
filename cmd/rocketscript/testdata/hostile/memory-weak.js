// A WeakMap of objects that are kept.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const m = new WeakMap(), all = [];
    for (;;) { const o = {}; m.set(o, new Array(50).fill(o)); all.push(o); }
  }
}
