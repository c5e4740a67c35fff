// fromCharCode with two billion arguments.
// ends: RangeError | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return String.fromCharCode.apply(null, { length: 2 ** 31 - 1 });
  }
}
