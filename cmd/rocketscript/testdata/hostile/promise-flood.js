// Promises without end.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(new Promise(() => {}).then(() => 1, () => 2));
  }
}
