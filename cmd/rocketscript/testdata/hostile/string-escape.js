// Escapes of a long string: each character becomes six.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return encodeURIComponent('\u2603'.repeat(5e7)).length + escape('\u2603'.repeat(5e7)).length;
  }
}
