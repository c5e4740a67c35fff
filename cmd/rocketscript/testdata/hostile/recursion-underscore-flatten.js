// _.flatten of an array a million deep.
// ends: RangeError | stopped | content
class Script {
  process_incoming_request({ request }) {
    let a = [];
    for (let i = 0; i < 1e6; i++) a = [a];
    return { content: { text: String(_.flatten(a).length) } };
  }
}
