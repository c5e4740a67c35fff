// replace with an exec of its own that never ends.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const re = /a/g;
    re.exec = () => Object.assign(['a'], { index: 0 });
    return 'abc'.replace(re, '');
  }
}
