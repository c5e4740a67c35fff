// Many small Maps and Sets.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(new Map([[{}, new Set([1])]]));
  }
}
