// matchAll that never moves.
// ends: no-content | timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const re = /(?:)/g;
    re.exec = function () { this.lastIndex = 0; return Object.assign([''], { index: 0 }); };
    return [...'abc'.matchAll(re)].length;
  }
}
