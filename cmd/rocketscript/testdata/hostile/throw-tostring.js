// An object thrown whose text loops.
// ends: stopped | throw-tostring.js:5:5
class Script {
  process_incoming_request({ request }) {
    throw { toString() { for (;;) {} }, get message() { for (;;) {} }, get name() { for (;;) {} }, get stack() { for (;;) {} } };
  }
}
