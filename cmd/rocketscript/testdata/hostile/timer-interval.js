// Intervals of nothing, ten thousand of them.
// ends: stopped
class Script {
  async process_incoming_request({ request }) {
    for (let i = 0; i < 9000; i++) setInterval(() => { let x = 0; for (let j = 0; j < 100; j++) x += j; }, 0);
    await new Promise(() => {});
  }
}
