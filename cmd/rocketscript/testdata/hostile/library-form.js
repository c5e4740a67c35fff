// A form with files without end.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const f = new FormData();
    for (let i = 0; ; i++) f.append('f' + i, new Blob(['x'.repeat(1e5)]), 'name');
  }
}
