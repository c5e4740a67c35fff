// console.log of a million objects within each other.
// ends: content | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let o = {};
    for (let i = 0; i < 1e6; i++) o = { o };
    console.log(o);
    console.dir(o, { depth: null });
    return { content: { text: 'shown' } };
  }
}
