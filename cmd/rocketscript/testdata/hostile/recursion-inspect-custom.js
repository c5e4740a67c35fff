// An object that shows itself when it is shown.
// ends: content | RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const o = { [Symbol.for('nodejs.util.inspect.custom')]() { console.log(o); return o; }, toString() { return `${o}`; } };
    console.log(o);
    console.log('%s %d %o', o, o, o);
    return { content: { text: 'shown' } };
  }
}
