// A Symbol thrown.
// ends: Symbol | Error | TypeError
class Script {
  process_incoming_request({ request }) {
    throw Symbol('x'.repeat(1e6));
  }
}
