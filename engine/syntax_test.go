package engine_test

import (
	"errors"
	"fmt"
	"regexp"
	"testing"

	"rocketscript/engine"
	"rocketscript/engine/internal/nodetest"
)

// broken parses programs in node, and tells what V8 says of them, and where.
const broken = `
const vm = require('vm');
done(input.map(source => {
	try {
		new vm.Script(source, {filename: 'test.js'});
		return 'fine';
	} catch (e) {
		const [place, , carets] = e.stack.split('\n');
		const column = carets.indexOf('^') + 1;
		return place.replace('test.js:', '') + (column ? ':' + column : '') + ': ' + e.message;
	}
}));
`

// TestSyntaxErrors compares what Compile says of broken programs with V8:
// message, line and column, which V8 leaves out at the end of a source.
func TestSyntaxErrors(t *testing.T) {
	probes := readProbes(t, "testdata/v8/broken.js")
	sources := make([]string, len(probes))
	for i, p := range probes {
		sources[i] = p.Source
	}
	var want []string
	nodetest.Run(t, broken, sources, &want)
	differences := known(t, "testdata/v8/broken.known")
	equal := 0
	for i, p := range probes {
		got := compiled(sources[i], placed.MatchString(want[i]))
		_, differs := differences[p.Name]
		switch {
		case got == want[i] && differs:
			t.Errorf("%s: is as in V8 now; take it off the known differences", p.Name)
		case got == want[i]:
			equal++
		case !differs:
			t.Errorf("%s\ngot  %s\nwant %s", p.Name, got, want[i])
		}
		delete(differences, p.Name)
	}
	for name := range differences {
		t.Errorf("the known difference %q names no program", name)
	}
	t.Logf("%d of %d broken programs as in V8", equal, len(probes))
}

// placed is a line and a column.
var placed = regexp.MustCompile(`^\d+:\d+:`)

func compiled(source string, column bool) string {
	_, err := engine.Compile(engine.Script{Name: "test.js", Source: source, Compat: engine.CompatStrict})
	var x *engine.Exception
	switch {
	case err == nil:
		return "fine"
	case !errors.As(err, &x):
		return err.Error()
	case !column:
		return fmt.Sprintf("%d: %s", x.Line, x.Message)
	}
	return fmt.Sprintf("%d:%d: %s", x.Line, x.Column, x.Message)
}
