// matchAll that never moves.
// ends: no-content | stopped
class Script {
  process_incoming_request({ request }) {
    const re = /(?:)/g;
    re.exec = function () { this.lastIndex = 0; return Object.assign([''], { index: 0 }); };
    return [...'abc'.matchAll(re)].length;
  }
}
