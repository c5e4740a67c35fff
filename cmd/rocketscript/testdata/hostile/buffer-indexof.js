// A search in a Buffer that starts again at each byte.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const b = Buffer.alloc(1e7, 'a'), t = Buffer.concat([Buffer.alloc(5e6, 'a'), Buffer.from('b')]);
    for (;;) { b.lastIndexOf(t); b.indexOf(t); b.includes(t); }
  }
}
