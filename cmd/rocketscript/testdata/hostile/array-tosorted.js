// toSorted and with of a long array, again and again.
// ends: timed out after | killed: still running | killed: over | killed: out of memory
class Script {
  process_incoming_request({ request }) {
    const a = Array.from({ length: 1e6 }, (_, i) => -i);
    for (;;) a.toSorted().toReversed().with(0, 1).toSpliced(0, 1);
  }
}
