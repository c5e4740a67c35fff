// A generator without end, spread.
// ends: killed: over | killed: out of memory | timed out after
class Script {
  process_incoming_request({ request }) {
    function* all() { for (let i = 0; ; i++) yield i; }
    return { content: { text: [...all()].join() } };
  }
}
