// structuredClone of a large object, again and again.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const big = Array.from({ length: 1e5 }, (_, i) => ({ i, m: new Map([[i, new Date()]]) }));
    for (const all = []; ;) all.push(structuredClone(big));
  }
}
