// fromCharCode with two billion arguments.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return String.fromCharCode.apply(null, { length: 2 ** 31 - 1 });
  }
}
