package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rocketscript/engine"
)

// shows is a script that returns an expression as text.
func shows(expression string) string {
	return "class Script { process_incoming_request() { return { content: { text: String(" + expression + ") } }; } }"
}

func TestUserGlobals(t *testing.T) {
	for _, c := range []struct {
		name, script, want string
		globals            []engine.Global
	}{
		{"exported", shows("lib.twice(21)"), "42", []engine.Global{{Name: "lib", File: "lib.js", Source: "module.exports = { twice(n) { return 2 * n; } };"}}},
		{"exports filled", shows("lib.twice(21)"), "42", []engine.Global{{Name: "lib", File: "lib.js", Source: "'use strict'; exports.twice = n => 2 * n; // end"}}},
		{"declared", shows("lib.name"), "lib", []engine.Global{{Name: "lib", File: "lib.js", Source: "function lib() {}"}}},
		{"const", shows("lib"), "7", []engine.Global{{Name: "lib", File: "lib.js", Source: "const lib = 7"}}},
		{"set on the global object", shows("lib"), "7", []engine.Global{{Name: "lib", File: "lib.js", Source: "(function (root) { root.lib = 7; })(this);"}}},
		{"instead of ours", shows("moment().format()"), "mine", []engine.Global{{Name: "moment", File: "moment.js",
			Source: "(function (g, f) { typeof exports === 'object' && typeof module !== 'undefined' ? module.exports = f() : g.moment = f(); })(this, function () { return () => ({ format: () => 'mine' }); });"}}},
		{"instead of a built-in", shows("Math.max(1, 2)"), "mine", []engine.Global{{Name: "Math", File: "math.js", Source: "module.exports = { max() { return 'mine'; } };"}}},
		{"JSON", shows("teams.ops[1] + Object.keys(teams)"), "#bops,dev", []engine.Global{{Name: "teams", File: "teams.json", Source: `{"ops": ["#a", "#b"], "dev": []}`}}},
		{"on top of another", shows("outer"), "3", []engine.Global{
			{Name: "inner", File: "inner.js", Source: "module.exports = 1"},
			{Name: "outer", File: "outer.js", Source: "module.exports = inner + require('inner') + require('underscore').size([1])"},
		}},
		{"evaluated once", shows("lib.n++ + lib.n"), "3", []engine.Global{{Name: "lib", File: "lib.js", Source: "module.exports = { n: 1 }"}}},
		{"redeclared by the script", "let lib = 'own';" + shows("lib"), "own", []engine.Global{{Name: "lib", File: "lib.js", Source: "module.exports = 1"}}},
		{"not asked for", shows("1"), "1", []engine.Global{{Name: "lib", File: "lib.js", Source: "throw new Error('no')"}}},
		{"Unicode property", shows("lib('é')"), "true", []engine.Global{{Name: "lib", File: "lib.js", Source: `module.exports = (x) => /^\p{L}$/u.test(x)`}}},
		{"fails", shows("(() => { try { return lib; } catch (e) { return e.message; } })()"),
			"the global lib cannot be loaded: RangeError: no (lib.js:2)", []engine.Global{{Name: "lib", File: "lib.js", Source: "\nthrow new RangeError('no')"}}},
		{"gives nothing", shows("(() => { try { return lib; } catch (e) { return e.message; } })()"),
			"lib.js gives no lib: a file under globals sets module.exports, or declares the name", []engine.Global{{Name: "lib", File: "lib.js", Source: "var other = 1"}}},
		{"needs what is not there", shows("(() => { try { return lib; } catch (e) { return e.message; } })()"),
			"the global lib cannot be loaded: TypeError: Cannot find module 'fs': list it under globals, before what needs it (lib.js:1)", []engine.Global{{Name: "lib", File: "lib.js", Source: "require('fs')"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			host := engine.NewHost(engine.Options{})
			defer host.Close()
			script := engine.Script{ID: "x", Name: "x.js", Source: c.script, Globals: c.globals}
			r, err := host.Run(context.Background(), script, engine.Call{})
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"text":"` + c.want + `"}`; string(r.Content) != want {
				t.Errorf("got %s %v, want %s", r.Content, r.Exception, want)
			}
		})
	}
}

func TestUserGlobalFaults(t *testing.T) {
	for _, c := range []struct{ name, file, source, want string }{
		{"syntax", "lib.js", "var a = 1;\nvar = 2", "lib.js:2:5: SyntaxError: "},
		{"syntax on the first line", "lib.js", "var a b", "lib.js:1:7: SyntaxError: "},
		{"ES module", "lib.js", "export default 1", "this is an ES module; the global lib needs the library's CommonJS or browser build"},
		{"JSON", "lib.json", "{\"a\":\n  nope}", "lib.json:2:4: SyntaxError: the global lib is not JSON: "},
		{"throws", "lib.js", "throw new TypeError('bad luck')", "the global lib cannot be loaded: TypeError: bad luck"},
	} {
		t.Run(c.name, func(t *testing.T) {
			host := engine.NewHost(engine.Options{})
			defer host.Close()
			err := host.Check(context.Background(), engine.Script{ID: "x", Name: "x.js", Source: shows("1"),
				Globals: []engine.Global{{Name: "lib", File: c.file, Source: c.source}}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %q", err, c.want)
			}
		})
	}
}

func TestUserGlobalTakesTheCallsTime(t *testing.T) {
	host := engine.NewHost(engine.Options{Grace: time.Minute})
	defer host.Close()
	r, err := host.Run(context.Background(), engine.Script{ID: "x", Source: shows("(() => { try { lib } catch { return 'caught' } })()"),
		Globals: []engine.Global{{Name: "lib", File: "lib.js", Source: "for (;;);"}}}, engine.Call{Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcome != engine.OutcomeScriptError || !strings.Contains(r.Exception.Message, "timed out") {
		t.Errorf("got %s %v %s", r.Outcome, r.Exception, r.Content)
	}
}

func TestChangedUserGlobalStartsANewInstance(t *testing.T) {
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	script := engine.Script{ID: "x", Source: "let n = 0;" + shows("lib + ++n")}
	for _, step := range []struct{ source, want string }{{"'a'", "a1"}, {"'a'", "a2"}, {"'b'", "b1"}, {"'b'", "b2"}} {
		script.Globals = []engine.Global{{Name: "lib", File: "lib.js", Source: "module.exports = " + step.source}}
		r, err := host.Run(context.Background(), script, engine.Call{})
		if err != nil {
			t.Fatal(err)
		}
		if want := `{"text":"` + step.want + `"}`; string(r.Content) != want {
			t.Errorf("%s: got %s %v, want %s", step.source, r.Content, r.Exception, want)
		}
	}
}
