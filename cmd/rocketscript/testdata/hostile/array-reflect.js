// Reflect.construct with a hundred million arguments.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    return Reflect.construct(Array, { length: 1e8 });
  }
}
