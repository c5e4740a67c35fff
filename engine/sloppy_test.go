package engine_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/engine/internal/nodetest"
)

// A probe is a small script that prints what it sees.
type probe struct {
	Name, Source string
}

// readProbes reads the probes of a file; a line that begins with //# names one.
func readProbes(t testing.TB, path string) []probe {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var probes []probe
	for section := range strings.SplitSeq("\n"+string(text), "\n//# ") {
		name, source, ok := strings.Cut(section, "\n")
		if ok && strings.TrimSpace(name) != "" {
			probes = append(probes, probe{name, source})
		}
	}
	return probes
}

// printing is what a probe prints with. It is one line, so that the probe's
// lines count from 2.
const printing = `var seen_ = [], print = function (x) { seen_.push(typeof x === 'string' ? x : x === undefined ? 'undefined' : typeof x === 'object' && x !== null ? JSON.stringify(x) : String(x)); }, attempt = function (f) { try { f(); print('fine'); } catch (e) { print(e.name); } }, attemptText = function (f) { try { f(); print('fine'); } catch (e) { print(e.name + ': ' + e.message); } };
`

// answering gives back what was printed, after promises had their turn.
const answering = `
class Script { process_incoming_request() { var wait = function (n) { return n ? Promise.resolve().then(function () { return wait(n - 1); }) : {content: {seen: seen_}}; }; return wait(30); } }`

// inEngine returns what a probe prints in the engine.
func inEngine(t testing.TB, p probe, compat engine.Compat) string {
	t.Helper()
	program, err := engine.Compile(engine.Script{Name: "probe.js", Source: printing + p.Source + answering, Compat: compat})
	if err != nil {
		return err.Error()
	}
	in := engine.NewInstance(program, engine.Options{})
	defer in.Close()
	r, err := in.Run(t.Context(), engine.Call{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Exception != nil {
		return "throws " + r.Exception.Name
	}
	var content struct{ Seen []string }
	if err := json.Unmarshal(r.Content, &content); err != nil {
		return fmt.Sprintf("%v: %s", err, r.Content)
	}
	return strings.Join(content.Seen, "\n")
}

// inRocketChat runs probes as Rocket.Chat did: up to version 8 Babel's output,
// behind a statement, so that its "use strict" is none; then the text itself.
const inRocketChat = `
const vm = require('vm');
process.on('unhandledRejection', () => {});
const babel = input.babel && require('@babel/core');
const compile = (source) => input.babel
	? ';0;' + babel.transformSync(source, {presets: ['@babel/preset-env'], sourceType: 'module', babelrc: false, configFile: false}).code
	: ';0;' + source;
async function run(source) {
	try {
		const context = vm.createContext({});
		vm.runInContext(compile(source), context);
		const script = vm.runInContext('new Script()', context);
		return (await script.process_incoming_request({})).content.seen.join('\n');
	} catch (e) {
		return 'throws ' + e.name;
	}
}
(async () => { const out = []; for (const source of input.sources) out.push(await run(source)); done(out); })();
`

// known reads the differences that are known: lines of NAME TAB REASON. A file
// that does not exist has none.
func known(t testing.TB, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reasons := map[string]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if name, reason, ok := strings.Cut(lines.Text(), "\t"); ok {
			reasons[name] = reason
		}
	}
	return reasons
}

// TestSloppy compares what probes see with what they saw in Rocket.Chat.
func TestSloppy(t *testing.T) {
	for _, tt := range []struct {
		compat   engine.Compat
		packages []string
	}{
		{engine.CompatSloppy, []string{"@babel/core", "@babel/preset-env"}},
		{engine.CompatStrict, nil},
	} {
		t.Run(string(tt.compat), func(t *testing.T) {
			probes := slices.Concat(readProbes(t, "testdata/sloppy/classes.js"), readProbes(t, "testdata/sloppy/language.js"), readProbes(t, "testdata/sloppy/syntax.js"))
			sources := make([]string, len(probes))
			for i, p := range probes {
				sources[i] = printing + p.Source + answering
			}
			var want []string
			nodetest.Run(t, inRocketChat, map[string]any{"sources": sources, "babel": tt.packages != nil}, &want, tt.packages...)
			comparison{t, known(t, "testdata/sloppy/"+string(tt.compat)+"_differences.txt")}.run(probes, want, tt.compat)
		})
	}
}

type comparison struct {
	*testing.T
	known map[string]string
}

func (c comparison) run(probes []probe, want []string, compat engine.Compat) {
	equal, names := 0, map[string]bool{}
	for i, p := range probes {
		if names[p.Name] {
			c.Errorf("two probes are called %q", p.Name)
		}
		names[p.Name] = true
		diff := cmp.Diff(want[i], inEngine(c, p, compat))
		_, isKnown := c.known[p.Name]
		switch {
		case diff != "" && !isKnown:
			c.Errorf("%s (-Rocket.Chat +engine):\n%s", p.Name, diff)
		case diff == "" && isKnown:
			c.Errorf("%s: is equal now; take it from the known differences", p.Name)
		case diff == "":
			equal++
		}
	}
	for name := range c.known {
		if !names[name] {
			c.Errorf("the known difference %q names no probe", name)
		}
	}
	c.Logf("%d probes, %d equal, %d known differences", len(probes), equal, len(c.known))
}

// TestFramesHaveNames holds that frames are called as V8 calls them, and stay
// where they were, whether classes are lowered or not.
func TestFramesHaveNames(t *testing.T) {
	const source = `class A {
  constructor(x) { if (x) throw new Error('made'); }
  static s() { throw new Error('static'); }
  get g() { throw new Error('get'); }
  f = () => { throw new Error('field'); };
  inner() { [1].forEach(() => { throw new Error('inner'); }); }
}
class B extends A { constructor(x) { super(x); } }
class Script { process_incoming_request({ request }) {
  ({
    made: () => new B(1), static: () => A.s(), get: () => new A().g, field: () => new A().f(), inner: () => new A().inner(),
  })[request.content.run]();
} }`
	for _, tt := range []struct{ run, want string }{
		{"made", "at new A (test.js:2:33)"},
		{"static", "at A.s (test.js:3:22)"},
		{"get", "at get g [as g] (test.js:4:19)"},
		{"field", "at A.f (test.js:5:21)"},
		{"inner", "at test.js:6:39"},
	} {
		for _, compat := range []engine.Compat{engine.CompatSloppy, engine.CompatStrict} {
			body, err := json.Marshal(map[string]string{"run": tt.run})
			if err != nil {
				t.Fatal(err)
			}
			r, err := newHost(t).Run(t.Context(), engine.Script{ID: "test", Name: "test.js", Source: source, Compat: compat}, content(string(body)))
			if err != nil || r.Exception == nil {
				t.Fatalf("%s: %v, %s", tt.run, err, r.Outcome)
			}
			if first, _, _ := strings.Cut(r.Exception.Stack, "\n"); first != tt.want {
				t.Errorf("%s, %s: %s, want %s", tt.run, compat, first, tt.want)
			}
		}
	}
}

// TestCompatIsPartOfAScript holds that a host tells scripts apart by it.
func TestCompatIsPartOfAScript(t *testing.T) {
	h, source := newHost(t), method("made = 1; return {content: {made}}")
	for compat, want := range map[engine.Compat]engine.Outcome{
		engine.CompatSloppy: engine.OutcomeContent, engine.CompatStrict: engine.OutcomeScriptError, "": engine.OutcomeContent,
	} {
		r, err := h.Run(t.Context(), engine.Script{ID: "same", Source: source, Compat: compat}, engine.Call{})
		if err != nil || r.Outcome != want {
			t.Errorf("%q: %s (%v), want %s", compat, r.Outcome, err, want)
		}
	}
}
