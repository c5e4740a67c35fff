// An answer with a megabyte of headers.
// ends: content | stopped | header | Error
class Script {
  async process_incoming_request({ request }) {
    const r = await fetch(request.content.echo + '/headers');
    return { content: { text: [...r.headers].length + '' } };
  }
}
