// A content that is another at each look.
// ends: error | content
class Script {
  process_incoming_request({ request }) {
    let n = 0;
    return { get content() { return n++ ? { text: 'x'.repeat(n) } : 5; }, get error() { return n++ % 2; } };
  }
}
