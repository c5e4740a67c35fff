package scripts_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rocketscript/engine"
)

// inNode runs a script over bodies the way Rocket.Chat's sandbox does: sloppy
// as up to 8.x, or strict as 9.0, and prints what it returns for each.
const inNode = `
const fs = require('fs'), vm = require('vm');
const [script, strict, ...bodies] = process.argv.slice(1);
const source = (strict === 'strict' ? "'use strict';\n" : '') + fs.readFileSync(script, 'utf8') + '\nnew Script();';
const instance = vm.runInNewContext(source, { console: { log() {}, info() {}, warn() {}, error() {}, debug() {} } });
const results = bodies.map((file) => {
  const raw = fs.readFileSync(file, 'utf8');
  let content = {};
  try { content = JSON.parse(raw); } catch (e) { /* not JSON is {} */ }
  if (typeof content !== 'object' || content === null) content = {};
  const result = instance.process_incoming_request({ request: { content, body: content, content_raw: raw, headers: {}, url: { query: {} } } });
  return result === undefined ? null : result;
});
process.stdout.write(JSON.stringify(results));
`

// TestSameInV8 holds that the shipped scripts run in a real Rocket.Chat too and
// say the same there: V8 is what Rocket.Chat runs them in.
func TestSameInV8(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("ROCKETSCRIPT_REQUIRE"), ","), "node") {
			t.Fatal("node is required and missing")
		}
		t.Skip("node is not installed")
	}
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	byScript := map[string][]shippedCase{}
	for _, c := range shippedCases(t) {
		if strings.HasSuffix(c.path, ".json") && !strings.HasSuffix(c.path, ".case.json") {
			byScript[c.script] = append(byScript[c.script], c)
		}
	}
	for script, list := range byScript {
		for _, mode := range []string{"sloppy", "strict"} {
			args := []string{"-e", inNode, script, mode}
			for _, c := range list {
				args = append(args, c.path)
			}
			cmd := exec.Command(node, args...)
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s in node (%s): %v", script, mode, err)
			}
			var results []any
			if err := json.Unmarshal(out, &results); err != nil || len(results) != len(list) {
				t.Fatalf("%d results for %d cases: %v", len(results), len(list), err)
			}
			for i, c := range list {
				var ours any
				if err := json.Unmarshal(runCase(t, host, c).Result, &ours); err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(ours, results[i]) {
					t.Errorf("%s (%s): ours\n%v\nV8\n%v", c.name(), mode, ours, results[i])
				}
			}
		}
	}
}
