// JSON.stringify of a million arrays within each other.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let a = [];
    for (let i = 0; i < 1e6; i++) a = [a];
    return { content: { text: JSON.stringify(a) } };
  }
}
