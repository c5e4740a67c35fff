// An array pushed to without end.
// ends: timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const a = [];
    for (;;) a.push({});
  }
}
