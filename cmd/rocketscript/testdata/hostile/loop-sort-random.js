// A comparator that contradicts itself, over a large array.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    const a = Array.from({ length: 300000 }, Math.random);
    a.sort(() => Math.random() - 0.5);
    return { content: { text: String(a.length) } };
  }
}
