// A comparator that sorts.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const f = () => [1, 2].sort(f);
    return f();
  }
}
