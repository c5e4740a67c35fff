package sloppy_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/sloppy"
)

func parse(source string) (*ast.Program, error) {
	return parser.ParseFile(nil, "test.js", source, 0, parser.WithDisableSourceMaps)
}

// lowered compiles a program with its classes lowered.
func lowered(source string) (*goja.Program, *sloppy.Methods, error) {
	tree, err := parse(source)
	if err != nil {
		return nil, nil, err
	}
	methods := sloppy.Lower(tree)
	sloppy.Unstrict(tree)
	code, err := goja.CompileAST(tree, false)
	return code, methods, err
}

// seeds are programs full of classes.
func seeds(t testing.TB) []string {
	text, err := os.ReadFile("../../testdata/sloppy/classes.js")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for section := range strings.SplitSeq(string(text), "//# ") {
		if _, source, ok := strings.Cut(section, "\n"); ok {
			list = append(list, source)
		}
	}
	return list
}

// FuzzLower holds that what compiles compiles lowered, and that the code that
// is compiled stands where it stood: every line of the source that an
// instruction of the plain program names is one that the lowered program names,
// and it names no line that the source has not.
func FuzzLower(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		tree, err := parse(source)
		if err != nil || strings.Contains(source, "exports") { // which statements lose
			return
		}
		plain := positions(tree)
		if _, err := goja.CompileAST(tree, false); err != nil {
			return
		}
		if _, _, err := lowered(source); err != nil {
			t.Fatalf("lowered: %v\n%s", err, source)
		}
		again, err := parse(source)
		if err != nil {
			t.Fatal(err)
		}
		sloppy.Lower(again)
		after := positions(again)
		for place, n := range plain {
			if after[place] < n {
				t.Fatalf("%s stands no more where it stood (%d times, was %d)\n%s", place, after[place], n, source)
			}
		}
		for place := range after {
			var at int
			if _, err := fmt.Sscanf(place[strings.LastIndexByte(place, '@')+1:], "%d", &at); err != nil || at < 0 || at > len(source)+1 {
				t.Fatalf("%s is outside the source\n%s", place, source)
			}
		}
	})
}
