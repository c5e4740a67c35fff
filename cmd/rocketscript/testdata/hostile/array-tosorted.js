// toSorted and with of a long array, again and again.
// ends: stopped
class Script {
  process_incoming_request({ request }) {
    const a = Array.from({ length: 1e6 }, (_, i) => -i);
    for (;;) a.toSorted().toReversed().with(0, 1).toSpliced(0, 1);
  }
}
