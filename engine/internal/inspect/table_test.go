package inspect_test

import (
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/inspect"
	"rocketscript/engine/internal/jsvalue"
	"rocketscript/engine/internal/nodetest"
)

// tabulator returns a function that runs the arguments of console.table.
func tabulator(t testing.TB) func(arguments string) string {
	t.Helper()
	rt := goja.New()
	in := inspect.New(rt, jsvalue.NewRealm(rt), func(string) string { return "" })
	text := ""
	if err := rt.Set("show", func(call goja.FunctionCall) goja.Value {
		text = in.Table(call.Arguments)
		return goja.Undefined()
	}); err != nil {
		t.Fatal(err)
	}
	return func(arguments string) string {
		t.Helper()
		text = ""
		if _, err := rt.RunString("(() => show(" + arguments + "))()"); err != nil {
			t.Fatalf("show(%s): %v", arguments, err)
		}
		return text
	}
}

// testdata/tables.txt holds arguments of console.table, one list a line.
func TestTableAsNode(t *testing.T) {
	source, err := os.ReadFile("testdata/tables.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(source)), "\n")
	if len(lines) < 40 {
		t.Fatalf("only %d tables", len(lines))
	}
	var theirs []string
	nodetest.Run(t, `
		const { Console } = require('console'), { Writable } = require('stream');
		done(input.map((text) => {
			let out = '';
			const shown = new Console(new Writable({ write(chunk, _, next) { out += chunk; next(); } }));
			new Function('show', '(() => show(' + text + '))()')((...args) => shown.table(...args));
			return out.replace(/\n$/, '');
		}))`, lines, &theirs)
	for i, arguments := range lines {
		if diff := cmp.Diff(theirs[i], tabulator(t)(arguments)); diff != "" {
			t.Errorf("console.table(%s) (-node +ours):\n%s", arguments, diff)
		}
	}
}

// Tables made to hurt are bounded.
func TestTableHostileValues(t *testing.T) {
	tests := []struct{ name, arguments, want string }{
		{"many rows", `new Array(1e5).fill(1)`, "... 99000 more rows"},
		{"many columns", `Array.from({length: 300}, (_, i) => Object.fromEntries(Array.from({length: 300}, (_, j) => ['k' + i + '.' + j, 'v'.repeat(20)])))`, "more rows"},
		{"long cells", `[{a: 'x'.repeat(1e6)}, {a: 1}]`, "more characters"},
		{"cycle", `(() => { const o = {a: 1}; o.o = o; return o })()`, "o"},
		{"many properties", `[{a: 1}], new Array(1e6).fill('a')`, "│ 1 │"},
		{"no array of properties", `[{a: 1}], 'a'`, "│ 0       │ 1 │"},
		{"no size", `(() => { const m = new Map([[1, 2]]); Object.defineProperty(m, 'size', {value: undefined}); delete Map.prototype.size; return m })()`, "│ 1   │ 2      │"},
		{"sparse", `Object.assign([], {4294967294: 1})`, "4294967294"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tabulator(t)(tt.arguments)
			if !strings.Contains(got, tt.want) || len(got) > 4<<20 {
				t.Errorf("%d bytes: %.600s\nwant %s in it", len(got), got, tt.want)
			}
		})
	}
}
