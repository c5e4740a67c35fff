// flat() of an array 100,000 deep.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let a = [];
    for (let i = 0; i < 1e5; i++) a = [a];
    return { content: { text: String(a.flat(Infinity).length) } };
  }
}
