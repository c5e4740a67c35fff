// Dates read from long text.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const s = ' '.repeat(5e6) + '2020', t = '('.repeat(5e6);
    for (;;) { new Date(s); Date.parse(t); Date.parse('1 '.repeat(1e6)); }
  }
}
