// Many long strings kept apart.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; ; i++) all.push('x'.repeat(1e6) + i);
  }
}
