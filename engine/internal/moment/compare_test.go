package moment_test

import (
	_ "embed"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/moment"
	"rocketscript/engine/internal/nodetest"
)

//go:embed testdata/show.js
var show string

// now is when the comparisons take place.
var now = time.Date(2026, time.October, 25, 0, 30, 15, 250e6, time.UTC)

// zones are compared in, for the changes of their clocks.
var zones = []string{"UTC", "Europe/Berlin", "America/New_York"}

// TestLikeMoment evaluates the expressions here and with npm's moment in node,
// and holds that only the known ones differ.
func TestLikeMoment(t *testing.T) {
	expressions := allExpressions(t)
	known := knownDifferences(t)
	seen := make(map[string]bool)
	compared, equal := 0, 0
	zones := zones
	if testing.Short() {
		zones = zones[:1]
	}
	for _, zone := range zones {
		zoned := expressions
		if zone != "UTC" {
			zoned = slices.DeleteFunc(slices.Clone(expressions), isZoneless)
		}
		ours, theirs := evaluate(t, zone, zoned), evaluateInNode(t, zone, zoned)
		compared += len(zoned)
		for i, expression := range zoned {
			switch {
			case ours[i] == theirs[i]:
				equal++
			case known[expression]:
				seen[expression] = true
			default:
				t.Errorf("%s: %s\n ours   %s\n moment %s", zone, expression, ours[i], theirs[i])
			}
		}
	}
	for expression := range known {
		if !seen[expression] {
			t.Errorf("no difference any more, or not compared: %s", expression)
		}
	}
	t.Logf("%d expressions, %d comparisons in %d zones: %d equal, %d known differences", len(expressions), compared, len(zones), equal, len(known))
}

// isZoneless tells expressions in which the local time zone hardly matters, and
// which are compared in UTC alone.
func isZoneless(expression string) bool {
	return strings.HasPrefix(expression, "moment.utc(") || strings.HasPrefix(expression, "moment.duration(")
}

// allExpressions are the written ones, one on a line of testdata/*.txt, and the
// generated ones.
func allExpressions(t *testing.T) []string {
	t.Helper()
	all := make(map[string]bool)
	paths, err := filepath.Glob("testdata/written-*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal("no written expressions", err)
	}
	for _, path := range paths {
		for _, line := range nodetest.Lines(t, path, "#") {
			all[line] = true
		}
	}
	for _, generate := range generators {
		for _, expression := range generate() {
			all[expression] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// knownDifferences reads the expressions that differ; the reasons are the
// comments above them.
func knownDifferences(t *testing.T) map[string]bool {
	t.Helper()
	known := make(map[string]bool)
	for _, line := range nodetest.Lines(t, "testdata/known-differences.txt", "#") {
		known[line] = true
	}
	return known
}

// evaluate shows what the expressions are with this package, in a local time
// zone.
func evaluate(t *testing.T, zone string, expressions []string) []string {
	t.Helper()
	local, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Local
	time.Local = local
	defer func() { time.Local = before }()
	rt := newRuntime(t)
	if _, err := rt.RunString(show); err != nil {
		t.Fatal(err)
	}
	call, ok := goja.AssertFunction(mustRun(t, rt, "show"))
	if !ok {
		t.Fatal("show is no function")
	}
	shown := make([]string, len(expressions))
	for i, expression := range expressions {
		value, err := call(nil, rt.ToValue(expression))
		if err != nil {
			t.Fatal(expression, err)
		}
		shown[i] = value.String()
	}
	return shown
}

func newRuntime(t testing.TB) *goja.Runtime {
	t.Helper()
	rt := goja.New()
	rt.SetTimeSource(func() time.Time { return now })
	if err := rt.Set("moment", moment.New(rt)); err != nil {
		t.Fatal(err)
	}
	mustRun(t, rt, "moment.suppressDeprecationWarnings = true")
	return rt
}

func mustRun(t testing.TB, rt *goja.Runtime, source string) goja.Value {
	t.Helper()
	value, err := rt.RunString(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return value
}

func evaluateInNode(t *testing.T, zone string, expressions []string) (shown []string) {
	t.Helper()
	input := map[string]any{"zone": zone, "now": now.UnixMilli(), "expressions": expressions}
	nodetest.Run(t, `process.env.TZ = input.zone;
		Date.now = () => input.now;
		globalThis.moment = require('moment');
		moment.suppressDeprecationWarnings = true;
		`+show+`
		done(input.expressions.map(show));`, input, &shown, "moment")
	return shown
}
