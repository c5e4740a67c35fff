// An Error with a name of 10 MB and a stack of 10 MB.
// ends: Error | xxx | stopped
class Script {
  process_incoming_request({ request }) {
    const e = new Error('m');
    e.name = 'x'.repeat(1e7);
    e.stack = 'at a (b:1:1)\n'.repeat(1e6);
    throw e;
  }
}
