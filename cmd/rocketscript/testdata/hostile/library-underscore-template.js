// A template of megabytes.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | RangeError | SyntaxError | killed: a built-in
class Script {
  process_incoming_request({ request }) {
    for (;;) _.template('<% if (true) { %>x<%= 1 %>'.repeat(1e5) + '<% } %>'.repeat(1e5))({});
  }
}
