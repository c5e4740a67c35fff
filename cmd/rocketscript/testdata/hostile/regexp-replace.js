// replace with a pattern that goes back, at each place.
// ends: stopped | content | regular expression
class Script {
  process_incoming_request({ request }) {
    return { content: { text: 'a'.repeat(50000).replace(/(?=a)a*a*a*b/g, '').slice(0, 9) } };
  }
}
