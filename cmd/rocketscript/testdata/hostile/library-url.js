// URLs of megabytes.
// ends: stopped | RangeError | Invalid URL
class Script {
  process_incoming_request({ request }) {
    for (;;) { const u = new URL('http://a.example/' + '../a%41/'.repeat(1e6) + '?' + 'a=b&'.repeat(1e6)); u.searchParams.sort(); u.search = u.searchParams.toString() + 'x'; }
  }
}
