// atob and btoa, each time longer.
// ends: too long to be encoded | stopped
class Script {
  process_incoming_request({ request }) {
    let s = 'x';
    for (;;) s = btoa(s + s);
  }
}
