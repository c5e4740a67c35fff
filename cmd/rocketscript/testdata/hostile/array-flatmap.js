// flatMap that makes more of everything.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    let a = [1];
    for (;;) a = a.flatMap(x => [x, x, x, x]);
  }
}
