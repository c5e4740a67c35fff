// toString of buffers, each time longer.
// ends: too long to be encoded | stopped
class Script {
  process_incoming_request({ request }) {
    let b = Buffer.from('x');
    for (;;) b = Buffer.from(b.toString('hex'));
  }
}
