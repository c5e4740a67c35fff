// A hundred thousand calls at once.
// ends: too many HTTP calls | stopped
class Script {
  async process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; i < 1e5; i++) all.push(fetch(request.content.echo + '/ok'));
    await Promise.all(all);
    return { content: { text: 'fetched' } };
  }
}
