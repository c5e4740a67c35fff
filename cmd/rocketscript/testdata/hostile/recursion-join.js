// join of an array a million deep.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let a = [];
    for (let i = 0; i < 1e6; i++) a = [a];
    return { content: { text: a.join() } };
  }
}
