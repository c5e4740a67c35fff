// A comparator that sorts.
// ends: RangeError
class Script {
  process_incoming_request({ request }) {
    const f = () => [1, 2].sort(f);
    return f();
  }
}
