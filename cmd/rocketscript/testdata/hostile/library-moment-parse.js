// moment that reads a long date by a long format.
// ends: stopped | RangeError | content
class Script {
  process_incoming_request({ request }) {
    for (;;) moment('1'.repeat(1e6), 'YYYY-MM-DD '.repeat(1e5));
  }
}
