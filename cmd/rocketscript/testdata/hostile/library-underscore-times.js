// _.times without end, _.shuffle of much.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return _.shuffle(_.times(1e12, i => 'x' + i)).length;
  }
}
