// A WeakMap of objects that are kept.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const m = new WeakMap(), all = [];
    for (;;) { const o = {}; m.set(o, new Array(50).fill(o)); all.push(o); }
  }
}
