// A comparator that contradicts itself, over a large array.
// ends: timed out after | content | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const a = Array.from({ length: 300000 }, Math.random);
    a.sort(() => Math.random() - 0.5);
    return { content: { text: String(a.length) } };
  }
}
