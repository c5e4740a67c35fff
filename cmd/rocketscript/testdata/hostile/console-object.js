// An object with a million members.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    const o = {};
    for (let i = 0; i < 3e5; i++) o['k' + i] = { i };
    console.log(o, [o], new Map([[o, o]]));
    return { content: { text: 'said' } };
  }
}
