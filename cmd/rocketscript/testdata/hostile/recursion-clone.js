// structuredClone of a million arrays within each other.
// ends: RangeError | DataCloneError | stopped
class Script {
  process_incoming_request({ request }) {
    let a = [];
    for (let i = 0; i < 1e6; i++) a = [a];
    structuredClone(a);
  }
}
