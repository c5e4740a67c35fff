// TextEncoder and TextDecoder, each time longer.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let s = '\u2603';
    for (;;) { s += new TextDecoder('latin1').decode(new TextEncoder().encode(s)); }
  }
}
