// A table of a thousand columns and ten thousand rows.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    const row = Object.fromEntries(Array.from({ length: 300 }, (_, i) => ['c' + i, 'v'.repeat(50)]));
    console.table(new Array(3000).fill(row));
    return { content: { text: 'said' } };
  }
}
