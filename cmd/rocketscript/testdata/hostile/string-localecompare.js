// localeCompare of long strings.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | content
class Script {
  process_incoming_request({ request }) {
    const a = '\u00e9'.repeat(5e6), b = a + 'x';
    let n = 0;
    for (;;) n += a.localeCompare(b);
  }
}
