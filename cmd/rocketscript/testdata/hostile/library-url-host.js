// A host name of a million labels.
// ends: stopped | RangeError | Invalid URL
class Script {
  process_incoming_request({ request }) {
    for (let i = 0; ; i++) { try { new URL('http://' + '\u00e9x.'.repeat(1e6) + 'example/'); } catch (e) { if (i > 1e6) throw e; } }
  }
}
