// Rejections that nobody hears, without end.
// ends: stopped | Error
class Script {
  async process_incoming_request({ request }) {
    const again = () => { for (let i = 0; i < 100; i++) Promise.reject(new Error('x')); return Promise.resolve().then(again); };
    await again();
  }
}
