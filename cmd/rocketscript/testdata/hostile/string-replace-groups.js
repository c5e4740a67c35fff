// A replacement that repeats the whole for each match.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const s = 'x'.repeat(1e5);
    return s.replace(/x/g, "$`$'").length;
  }
}
