// Twenty answers of 4 MB, kept.
// ends: stopped | content | longer
class Script {
  async process_incoming_request({ request }) {
    const all = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(request.content.echo + '/large')).text()));
    return { content: { text: String(all.length) } };
  }
}
