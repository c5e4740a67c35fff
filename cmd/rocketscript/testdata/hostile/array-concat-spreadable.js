// concat of something spreadable that says it is 2^53 long.
// ends: stopped | TypeError | RangeError
class Script {
  process_incoming_request({ request }) {
    return [].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true });
  }
}
