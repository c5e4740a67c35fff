// A template of megabytes.
// ends: stopped | RangeError | SyntaxError
class Script {
  process_incoming_request({ request }) {
    for (;;) _.template('<% if (true) { %>x<%= 1 %>'.repeat(1e5) + '<% } %>'.repeat(1e5))({});
  }
}
