// Formatters of Intl without end.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (let i = 0; ; i++) all.push(new Intl.NumberFormat('de-u-nu-latn-x-' + i), new Intl.DateTimeFormat('fr'), new Intl.Collator('sv'), new Intl.Segmenter('en'));
  }
}
