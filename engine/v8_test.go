package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rocketscript/engine"
	"rocketscript/engine/internal/nodetest"
)

// inNode runs scripts as Rocket.Chat does, each in a context of its own.
const inNode = `
const vm = require('vm');
const babel = input.babel && require('@babel/core');
const options = input.babel && babel.loadOptions({presets: ['@babel/preset-env'], sourceType: 'module', babelrc: false, configFile: false});
const compile = source => input.babel ? ';0;' + babel.transformSync(source, options).code : source;
process.on('unhandledRejection', () => {});
(async () => {
	const answers = [];
	for (const source of input.sources) {
		const context = vm.createContext({});
		try {
			vm.runInContext(compile(source), context, { filename: 'test.js' });
			const result = await vm.runInContext('new Script().process_incoming_request({})', context);
			answers.push(String(result.content.got));
		} catch (e) {
			answers.push('uncaught ' + e);
		}
	}
	done(answers);
})();
`

// TestAsV8 compares expressions with V8, one line of testdata/v8/*.txt each:
// their values, or what is thrown. Differences that are known stand in a file
// of the same name that ends in ".known", as the expression, a tab, and the
// reason.
func TestAsV8(t *testing.T) {
	files, err := filepath.Glob("testdata/v8/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no expressions", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			compareWithV8(t, engine.CompatStrict, lines(t, file), known(t, strings.TrimSuffix(file, ".txt")+".known"))
		})
	}
}

// TestMessagesAsBabel compares messages with what V8 said of Babel's output, as
// Rocket.Chat ran it up to version 8: those of testdata/v8/messages.txt where the
// two differ, and every fifth besides.
func TestMessagesAsBabel(t *testing.T) {
	compareWithV8(t, engine.CompatSloppy, lines(t, "testdata/v8/babel.list"), known(t, "testdata/v8/babel.known"), "@babel/core", "@babel/preset-env")
}

// compareWithV8 compares with V8, which runs what Babel makes of the scripts
// when its packages are named.
func compareWithV8(t *testing.T, compat engine.Compat, expressions []string, known map[string]string, babel ...string) {
	sources := make([]string, len(expressions))
	for i, expression := range expressions {
		sources[i] = shownScript(expression)
	}
	var want []string
	nodetest.Run(t, inNode, map[string]any{"sources": sources, "babel": babel != nil}, &want, babel...)
	host := newHost(t)
	equal := 0
	for i, expression := range expressions {
		got := shown(t, host, compat, sources[i])
		_, differs := known[expression]
		switch {
		case got == want[i] && differs:
			t.Errorf("%s is as in V8 now; take it off the known differences", expression)
		case got == want[i]:
			equal++
		case !differs:
			t.Errorf("%s\ngot  %s\nwant %s", expression, got, want[i])
		}
		delete(known, expression)
	}
	for expression := range known {
		t.Errorf("known difference of an expression that is not compared: %s", expression)
	}
	t.Logf("%d of %d as in V8", equal, len(expressions))
}

// shownScript is a script that answers with the text of an expression's value,
// or of what it throws.
func shownScript(expression string) string {
	return `const show = v => typeof v + ' ' + (typeof v === 'object' ? Object.prototype.toString.call(v) + JSON.stringify(v) : String(v));
class Script {
  async process_incoming_request(request) {
    try {
` + expression0(expression) + `
    } catch (e) {
      return { content: { got: 'threw ' + (typeof e) + ' ' + e + (e instanceof Error) } };
    }
  }
}
`
}

// expression0 is the part of the script that evaluates the expression. A line
// that begins with "{" is statements that return the value.
func expression0(expression string) string {
	if strings.HasPrefix(expression, "{") {
		return "return { content: { got: show(await (async () => " + expression + ")()) } };"
	}
	return "return { content: { got: show(await (" + expression + ")) } };"
}

func shown(t *testing.T, host *engine.Host, compat engine.Compat, source string) string {
	t.Helper()
	r, err := host.Run(context.Background(), engine.Script{ID: "test", Name: "test.js", Source: source, Compat: compat}, engine.Call{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Exception != nil {
		return fmt.Sprintf("uncaught %s: %s", r.Exception.Name, r.Exception.Message)
	}
	var content struct{ Got string }
	if err := json.Unmarshal(r.Content, &content); err != nil {
		t.Fatalf("%s: %v", r.Content, err)
	}
	return content.Got
}

func lines(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}
