// The metadata service and other private places.
// ends: content
class Script {
  async process_incoming_request({ request }) {
    const tried = [];
    for (const url of ['http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/', 'file:///etc/passwd', 'http://[::ffff:169.254.169.254]/']) {
      try { await fetch(url); tried.push('reached ' + url); } catch (e) { tried.push('refused'); }
    }
    return tried.some(t => t !== 'refused') ? { error: tried.join() } : { content: { text: 'refused' } };
  }
}
