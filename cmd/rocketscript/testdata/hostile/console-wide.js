// Objects that fan out a thousandfold, three times.
// ends: content | stopped
class Script {
  process_incoming_request({ request }) {
    const fan = d => d ? Array.from({ length: 100 }, () => fan(d - 1)) : { a: 1 };
    const o = fan(2);
    for (let i = 0; ; i++) console.log([o, o, o, o]);
  }
}
