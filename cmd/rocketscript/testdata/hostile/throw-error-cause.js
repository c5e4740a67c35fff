// Errors that cause each other, in a circle.
// ends: Error: x
class Script {
  process_incoming_request({ request }) {
    const a = new Error('x'), b = new Error('y', { cause: a });
    a.cause = b;
    console.log(a);
    throw a;
  }
}
