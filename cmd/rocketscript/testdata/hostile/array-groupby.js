// Entries of an object, made an object again, each time larger.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    let o = { a: 1 };
    for (let i = 0; ; i++) o = Object.fromEntries([...Object.entries(o), ['k' + i, i], ...Array.from({ length: 1000 }, (_, j) => ['j' + i + j, j])]);
  }
}
