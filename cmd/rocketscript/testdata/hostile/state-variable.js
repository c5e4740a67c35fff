// A variable of the file that grows with each call.
// ends: content | stopped
// calls: 30
const kept = [];

class Script {
  process_incoming_request({ request }) {
    kept.push(new Uint8Array(1e7).fill(1));
    return { content: { text: String(kept.length) } };
  }
}
