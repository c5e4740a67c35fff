// An Error with a message of 30 MB.
// ends: Error | stopped
class Script {
  process_incoming_request({ request }) {
    throw new Error('x'.repeat(3e7));
  }
}
