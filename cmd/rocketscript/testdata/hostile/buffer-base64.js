// atob and btoa, each time longer.
// ends: too long to be encoded | killed: still running | killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    let s = 'x';
    for (;;) s = btoa(s + s);
  }
}
