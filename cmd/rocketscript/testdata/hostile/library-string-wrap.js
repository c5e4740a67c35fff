// Text functions of underscore.string over megabytes.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const t = 'a b<i>'.repeat(1e6);
    for (;;) { s.words(t); s.stripTags(t); s.slugify(t); s.wordWrap && s.wordWrap(t, 10); s(t).titleize(); }
  }
}
