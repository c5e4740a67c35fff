// Functions made of text without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; ; i++) all.push(new Function('return ' + i));
  }
}
