// concat of a string with itself, apply of a hundred thousand arguments.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    let s = 'x'.repeat(1000);
    for (;;) s = s.concat(...new Array(1e5).fill(s));
  }
}
