// replaceAll that makes each character a megabyte.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return 'x'.repeat(1e5).replaceAll('x', 'y'.repeat(1e6)).length;
  }
}
