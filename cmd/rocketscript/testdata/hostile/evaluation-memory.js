// A gigabyte at the top of the file.
// ends: stopped | RangeError
const all = [];
for (;;) all.push('x'.repeat(1e6) + all.length);

class Script {
  process_incoming_request() {}
}
