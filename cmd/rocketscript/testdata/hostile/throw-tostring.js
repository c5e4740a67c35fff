// An object thrown whose text loops.
// ends: timed out after | Error
class Script {
  process_incoming_request({ request }) {
    throw { toString() { for (;;) {} }, get message() { for (;;) {} }, get name() { for (;;) {} }, get stack() { for (;;) {} } };
  }
}
