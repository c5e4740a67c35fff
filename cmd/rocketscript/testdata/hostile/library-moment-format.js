// moment with a format of megabytes.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const f = '[x]YYYY-MM-DD dddd MMMM '.repeat(1e5);
    for (;;) moment().format(f);
  }
}
