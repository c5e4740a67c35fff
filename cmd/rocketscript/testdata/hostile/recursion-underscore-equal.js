// _.isEqual of objects a million deep.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let a = {}, b = {};
    for (let i = 0; i < 1e6; i++) { a = { a }; b = { a: b }; }
    return _.isEqual(a, b);
  }
}
