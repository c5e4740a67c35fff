// Promises without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(new Promise(() => {}).then(() => 1, () => 2));
  }
}
