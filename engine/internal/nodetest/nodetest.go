// Package nodetest lets tests compare with the real thing: JavaScript run by
// node, with the npm packages that .ci/node/package.json names.
package nodetest

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Run runs a program in node. The program finds input, parsed from its JSON, as
// the variable `input`, calls `done(value)` once with its answer, and may
// require the packages it needs, which are named in packages. Run parses the
// answer into answer.
//
// The test is skipped when node or a package is missing, or fails when
// ROCKETSCRIPT_REQUIRE names node.
func Run(t testing.TB, program string, input, answer any, packages ...string) {
	t.Helper()
	node := find(t, packages)
	given, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", prologue+program)
	cmd.Stdin = bytes.NewReader(given)
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules(), "TZ=UTC", "NODE_NO_WARNINGS=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, &stderr)
	}
	if err := json.Unmarshal(out, answer); err != nil {
		t.Fatalf("node answered %.500s: %v", out, err)
	}
}

// Lines reads a file of expressions, one a line: its lines but for empty ones
// and those that begin with comment. No line may stand twice.
func Lines(t testing.TB, path, comment string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, comment) {
			continue
		}
		if seen[line] {
			t.Errorf("%s: stands twice: %s", path, line)
		}
		seen[line] = true
		all = append(all, line)
	}
	return all
}

const prologue = `
const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const done = (value) => {
	let text = Buffer.from(JSON.stringify(value === undefined ? null : value));
	while (text.length > 0) text = text.subarray(require('fs').writeSync(1, text)); // a pipe may take a part
};
`

// modules is where .ci/run installs npm packages.
func modules() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..", ".ci", "node", "node_modules")
}

func find(t testing.TB, packages []string) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node is not installed")
	}
	for _, name := range packages {
		if _, err := os.Stat(filepath.Join(modules(), filepath.FromSlash(name))); err != nil {
			missing(t, "the npm package "+name+" is not installed; run: npm install --prefix .ci/node")
		}
	}
	return node
}

func missing(t testing.TB, what string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("ROCKETSCRIPT_REQUIRE"), ","), "node") {
		t.Fatal(what)
	}
	t.Skip("skipped: " + what)
}
