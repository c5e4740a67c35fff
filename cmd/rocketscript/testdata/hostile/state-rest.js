// Memory that is left behind at rest, little by little.
// ends: content | stopped
// calls: 30
const kept = new Map();

class Script {
  process_incoming_request({ request }) {
    for (let i = 0; i < 1e4; i++) kept.set(kept.size, { at: Date.now(), text: 'x'.repeat(100) + i });
    return { content: { text: String(kept.size) } };
  }
}
