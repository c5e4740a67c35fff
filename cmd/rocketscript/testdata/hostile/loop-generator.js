// A generator without end, spread.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    function* all() { for (let i = 0; ; i++) yield i; }
    return { content: { text: [...all()].join() } };
  }
}
