// A number of a million digits, in words of a country.
// ends: stopped | RangeError
class Script {
  process_incoming_request({ request }) {
    const n = 10n ** 1000000n;
    for (;;) new Intl.NumberFormat('en-IN').format(n);
  }
}
