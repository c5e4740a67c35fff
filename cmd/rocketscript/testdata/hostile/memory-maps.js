// Many small Maps and Sets.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(new Map([[{}, new Set([1])]]));
  }
}
