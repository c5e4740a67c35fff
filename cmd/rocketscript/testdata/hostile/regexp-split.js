// split with a pattern that goes back.
// ends: stopped | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: String('a'.repeat(30000).split(/(?!b)a*?a*?c/).length) } };
  }
}
