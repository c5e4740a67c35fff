// localeCompare of long strings.
// ends: stopped | content
class Script {
  process_incoming_request({ request }) {
    const a = '\u00e9'.repeat(5e6), b = a + 'x';
    let n = 0;
    for (;;) n += a.localeCompare(b);
  }
}
