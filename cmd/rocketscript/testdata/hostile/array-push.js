// An array pushed to without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = [];
    for (;;) a.push({});
  }
}
