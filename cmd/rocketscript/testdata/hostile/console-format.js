// A format with a million places.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; i < 20; i++) console.log('%s%d%o%j'.repeat(2e5), ...new Array(1e5).fill({ a: [1, 2, { b: 3 }] }));
    return { content: { text: 'said' } };
  }
}
