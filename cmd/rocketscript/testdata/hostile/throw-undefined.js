// undefined, thrown.
// ends: undefined | Error
class Script {
  process_incoming_request({ request }) {
    throw undefined;
  }
}
