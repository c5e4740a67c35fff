package wording_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/wording"
)

// FuzzInstrument holds that a script still compiles when it is instrumented,
// that any source can be indexed, and that any fault in it can be worded.
func FuzzInstrument(f *testing.F) {
	for _, source := range []string{
		"a.b.c = d?.e.f", "try { x } catch ({a, ...b}) { var c } finally {}", "for (const [a, {b}] of c.d) e[f].stack()",
		"class A extends B.c { static #p = 1; m({x} = y.z) { super.q.r } }", "`${a.b}`; new a.b(...c)", "({a: {b}} = c.d)", "delete a.b.c",
	} {
		f.Add(source, 3)
	}
	f.Fuzz(func(t *testing.T, source string, offset int) {
		var seen wording.Seen
		wording.NewIndex(source, offset%2 == 0).Reword(wording.Fault{Message: "object is not iterable", Offset: offset}, &seen)
		if !compiles(source, false) {
			return
		}
		if !compiles(source, true) {
			t.Errorf("%q does not compile when instrumented", source)
		}
	})
}

// FuzzSyntax holds that any complaint about any source can be worded, and that
// the place stays within the source.
func FuzzSyntax(f *testing.F) {
	for _, source := range []string{"f(a b", "`${a b`", "/[a/", "'\\u{110000}'", "a = /*", "class A { m: 1 }", "try { } x", "\\", "“", "for (let a, b of c);"} {
		f.Add(source, "Unexpected identifier", 3)
		f.Add(source, "Unexpected token ILLEGAL", 0)
		f.Add(source, "Identifier 'a' has already been declared", 5)
	}
	f.Fuzz(func(t *testing.T, source, message string, offset int) {
		offset = max(0, min(offset, len(source)))
		if _, at := wording.Syntax(source, message, offset); at < 0 || at > len(source)+1 {
			t.Errorf("%q of %q at %d is worded at %d", message, source, offset, at)
		}
	})
}

func compiles(source string, instrument bool) (ok bool) {
	defer func() {
		if recover() != nil { // goja's compiler gives up on some sources
			ok = false
		}
	}()
	tree, err := parser.ParseFile(nil, "", source, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return false
	}
	if instrument {
		wording.Instrument(tree)
	}
	_, err = goja.CompileAST(tree, false)
	return err == nil
}
