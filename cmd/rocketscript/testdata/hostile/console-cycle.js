// Objects that contain each other, a thousand times.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    const all = Array.from({ length: 1000 }, () => ({}));
    for (const o of all) o.all = all;
    for (let i = 0; i < 50; i++) console.log(all);
    return { content: { text: 'said' } };
  }
}
