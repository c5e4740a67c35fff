// Segments of a long text.
// ends: RangeError | stopped
class Script {
  process_incoming_request({ request }) {
    const s = 'e\u0301 '.repeat(1e6);
    for (;;) [...new Intl.Segmenter('en', { granularity: 'word' }).segment(s)];
  }
}
