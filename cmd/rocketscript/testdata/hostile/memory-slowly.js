// Ten megabytes a step, given back never.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; ; i++) { all.push(new Uint8Array(1e7).fill(i)); for (let j = 0; j < 1e4; j++); }
  }
}
