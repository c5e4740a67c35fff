// A list of a million languages.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    for (;;) Intl.getCanonicalLocales(new Array(1e6).fill('en-Latn-US-u-ca-buddhist'));
  }
}
