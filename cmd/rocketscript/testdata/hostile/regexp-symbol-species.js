// split with a species that never ends.
// ends: no-content | stopped
class Script {
  process_incoming_request({ request }) {
    class R extends RegExp { exec() { return null; } get lastIndex() { return 0; } set lastIndex(v) {} }
    return 'abc'.split(new R('x')).length;
  }
}
