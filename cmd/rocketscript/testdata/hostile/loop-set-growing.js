// A Set that grows while it is walked.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const s = new Set([0]);
    for (const x of s) s.add(x + 1);
  }
}
