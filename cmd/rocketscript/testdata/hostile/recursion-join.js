// join of an array a million deep.
// ends: RangeError | killed: still running | killed: over | killed: out of memory | killed: a built-in | timed out after
class Script {
  process_incoming_request({ request }) {
    let a = [];
    for (let i = 0; i < 1e6; i++) a = [a];
    return { content: { text: a.join() } };
  }
}
