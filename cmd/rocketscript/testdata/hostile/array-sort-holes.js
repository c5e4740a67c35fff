// sort of four billion holes.
// ends: RangeError | stopped | no-content | result
class Script {
  process_incoming_request({ request }) {
    const a = new Array(2 ** 32 - 1);
    a[5] = 1;
    return { content: { text: String(a.sort()[0]) } };
  }
}
