// Error.prepareStackTrace that loops, stacks without limit.
// ends: Error: late | stopped
// calls: 2
class Script {
  process_incoming_request({ request }) {
    Error.prepareStackTrace = () => { for (;;) {} };
    Error.stackTraceLimit = Infinity;
    throw new Error('late');
  }
}
