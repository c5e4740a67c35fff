// URLs of megabytes.
// ends: timed out after | killed: still running | killed: over | killed: out of memory | RangeError | Invalid URL
class Script {
  process_incoming_request({ request }) {
    for (;;) { const u = new URL('http://a.example/' + '../a%41/'.repeat(1e6) + '?' + 'a=b&'.repeat(1e6)); u.searchParams.sort(); u.search = u.searchParams.toString() + 'x'; }
  }
}
