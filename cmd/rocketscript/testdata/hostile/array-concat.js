// Arrays concatenated without end.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    let a = [1, 2, 3];
    for (;;) a = a.concat(a);
  }
}
