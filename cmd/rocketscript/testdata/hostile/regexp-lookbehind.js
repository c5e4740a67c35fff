// A lookbehind that goes back over everything.
// ends: stopped | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String(/(?<=(a*)*b)c/.test('a'.repeat(60) + 'c')) } };
  }
}
