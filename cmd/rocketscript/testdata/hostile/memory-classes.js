// Classes made without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(class { a() {} b() {} static c = 1; });
  }
}
