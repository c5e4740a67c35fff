// _.times without end, _.shuffle of much.
// ends: RangeError | timed out after | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    return _.shuffle(_.times(1e12, i => 'x' + i)).length;
  }
}
