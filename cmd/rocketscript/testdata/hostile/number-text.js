// Numbers written and read, without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    for (;;) { (1 / 3).toString(2); (1e21).toFixed(100); parseFloat('1'.repeat(1000)); Number('0x' + 'f'.repeat(200)); }
  }
}
