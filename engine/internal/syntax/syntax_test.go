package syntax

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/treewalk"
)

// taken is JavaScript that goja's parser refuses.
var taken = []struct{ name, source string }{
	{"fields", "class A { get = 1; set; async\n static async = x; static get }"},
	{"fields before methods", "class A { set\n *g() { y } async = z; get p() { q } }"},
	{"pattern in a pattern", "const {a: [b = c, d, [e = f] = g] = []} = h; i"},
	{"pattern in a parameter", "m(({ä: [b = c] = []}, [[d = e]] = [[]]) => b + d); n"},
	{"array of assignments", "const {a: [b = 1] = [c = 2]} = [d = e, f]; g"},
	{"async method", "({ async *m(a) { yield b }, async *[c](d) { e }, async *'f'() { g }, h }); i"},
	{"for await", "async function f() { for await (const a of b) c; for await (d.e of g) { h } }"},
	{"comments", "a <!-- b\n--> c\n(d) /* e\n*/ --> f\ng"},
	{"old decimals", "a(08, 09.5, 0089); b"},
	{"async at the end", "a; let async"},
	{"last code point", `a('\u{10FFFF}', "\\\u{0010ffff}"); b`},
	{"after regular expressions", "if (a) /[/]'/.test(b); class A { get = c / d / e; m() {} } /`/; f"},
	{"in templates", "`${class { get = a }}${`}${{b: [c = d]}}`}`; ({e: [g = h] = []} = i)"},
	{"keywords as names", "a.class; b = {class: {c: d}, function: {e: f}}; g.get = h; class A { get = i; class() {} if = j; static }"},
}

func TestParse(t *testing.T) {
	for _, tt := range taken {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parse("test.js", tt.source); err == nil {
				t.Error("goja's parser takes it by itself now")
			}
			tree, err := Parse("test.js", tt.source)
			if err != nil {
				t.Fatal(err)
			}
			if tree.File.Source() != tt.source {
				t.Errorf("the tree is of %q", tree.File.Source())
			}
			names := 0
			w := treewalk.Walker{Expression: func(x ast.Expression) ast.Expression {
				if id, ok := x.(*ast.Identifier); ok && id.Name[0] != '%' {
					names++
					if !strings.HasPrefix(tt.source[id.Idx-1:], id.Name.String()) {
						t.Errorf("%s stands at %q", id.Name, tt.source[id.Idx-1:])
					}
				}
				return x
			}}
			w.Walk(tree)
			if names == 0 {
				t.Error("no names seen")
			}
		})
	}
}

func TestSourcesOfFunctions(t *testing.T) {
	source := "const {a: [b = 1] = []} = c; class A { get = 1; async *m() { 8 } } x = { async *['ä'](a) { y } }; f = ([[a = 1] = []]) => a; (function ({a: [b = 2] = []}) {})"
	tree, err := Parse("test.js", source)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	w := treewalk.Walker{
		EnterExpression: func(x ast.Expression, _ unistring.String) (ast.Expression, bool) {
			if c, ok := x.(*ast.ClassLiteral); ok {
				got = append(got, c.Source)
			}
			return x, false
		},
		EnterStatement: func(s ast.Statement) (ast.Statement, bool) {
			if c, ok := s.(*ast.ClassDeclaration); ok {
				got = append(got, c.Class.Source)
			}
			return s, false
		},
		Into: func(n ast.Node) {
			switch f := n.(type) {
			case *ast.FunctionLiteral:
				got = append(got, f.Source)
			case *ast.ArrowFunctionLiteral:
				got = append(got, f.Source)
			}
		},
	}
	w.Walk(tree)
	want := []string{
		"class A { get = 1; async *m() { 8 } }", "async *m() { 8 }", "async *['ä'](a) { y }", "([[a = 1] = []]) => a", "function ({a: [b = 2] = []}) {}",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRefused holds that what is no JavaScript stays none, and that the error
// is that of the first fault that is one.
func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name, source, want string
	}{
		{"nothing to help with", "let a = ;", "1:9 Unexpected token ;"},
		{"for await in a plain function", "function f() { for await (const x of y); }", "1:20 Unexpected token await"},
		{"for await at the top", "for await (const x of y);", "1:5 Unexpected token await"},
		{"for await with semicolons", "async function f() { for await (;;); }", "1:26 Unexpected token await"},
		{"for await in", "async function f() { for await (x in y); }", "1:26 Unexpected token await"},
		{"a fault before", "let a = ; class A { get = 1 }", "1:9 Unexpected token ;"},
		{"a fault behind", "class A { get = 1 }\nlet a = ;", "2:9 Unexpected token ;"},
		{"a fault behind a longer text", "const {a: [b = 1] = []} = {}; let a = ;", "1:39 Unexpected token ;"},
		{"a fault within", "const {a: [b = 1, c.d = 2] = []} = {};", "1:19 Invalid destructuring binding target"},
		{"two names", "class A { get get = 1 }", "1:19 Unexpected token ="},
		{"async operator", "({ async *m })", "1:11 Unexpected token *"},
		{"old decimal in a class", "class A { m() { return 08 } }", "1:24 Unexpected token ILLEGAL"},
		{"arrow of a comment", "a --> b; let c = ;", "1:18 Unexpected token ;"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("test.js", tt.source)
			var list parser.ErrorList
			if !errors.As(err, &list) {
				t.Fatalf("Parse = %v", err)
			}
			got := fmt.Sprintf("%d:%d %s", list[0].Position.Line, list[0].Position.Column, list[0].Message)
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// seeds are programs with all that scripts write.
func seeds(t testing.TB) []string {
	var list []string
	for _, path := range []string{"syntax.js", "language.js", "classes.js"} {
		text, err := os.ReadFile("../../testdata/sloppy/" + path)
		if err != nil {
			t.Fatal(err)
		}
		for section := range strings.SplitSeq(string(text), "//# ") {
			if _, source, ok := strings.Cut(section, "\n"); ok {
				list = append(list, source)
			}
		}
	}
	return list
}

// TestSeedsSurviveHelp holds that help which was not needed changes nothing.
func TestSeedsSurviveHelp(t *testing.T) {
	helped := 0
	for _, source := range seeds(t) {
		helped += sameTree(t, source)
	}
	if helped < 100 {
		t.Errorf("only %d programs were compared", helped)
	}
}

// FuzzHelp holds for any text that edits are within it and apart, that lines
// stay where they are, and that a text which goja's parser takes by itself is
// the same tree after edits that were not needed.
func FuzzHelp(f *testing.F) {
	for _, source := range seeds(f) {
		f.Add(source)
	}
	for _, tt := range taken {
		f.Add(tt.source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		r := rewrite(source, edits(source))
		if a, b := strings.Count(r.source, "\n"), strings.Count(r.text, "\n"); a < b {
			t.Fatalf("%d lines became %d", a, b)
		}
		last := 0
		for at := range len(r.text) {
			if at%7 == 0 && r.text[at] == '\n' {
				origin := r.origin(at)
				if origin < last || origin >= len(source) || source[origin] != '\n' {
					t.Fatalf("the end of line at %d comes from %d", at, origin)
				}
				last = origin
			}
		}
		sameTree(t, source)
		if tree, err := Parse("test.js", source); err == nil {
			for place := range places(tree) {
				if place.at < 0 || int(place.at) > len(source)+1 {
					t.Fatalf("%v is outside of the source", place)
				}
			}
		}
	})
}

// sameTree compares the tree of a text with that of the rewritten text, put
// right, and counts one when it did.
func sameTree(t *testing.T, source string) int {
	t.Helper()
	plain, err := parse("test.js", source)
	if err != nil {
		return 0
	}
	list := edits(source)
	if _, comments := scan(source); len(comments) > 0 { // which mean something else
		return 0
	}
	r := rewrite(source, list)
	helped, err := parse("test.js", r.text)
	if err != nil || !r.restore(helped) {
		return 0 // misread, and refused
	}
	if diff := cmp.Diff(places(plain), places(helped)); diff != "" {
		t.Fatalf("(-plain +helped):\n%s\n%s\n%s", diff, source, r.text)
	}
	return 1
}

// A place is where a kind of node stands.
type place struct {
	kind string
	at   file.Idx
}

// places counts the nodes of a tree.
func places(tree *ast.Program) map[place]int {
	count, seen := map[place]int{}, map[any]bool{}
	var walk func(v reflect.Value, kind string)
	walk = func(v reflect.Value, kind string) {
		switch v.Kind() {
		case reflect.Interface:
			walk(v.Elem(), kind)
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), kind)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name)
			}
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Interface()] {
				seen[v.Interface()] = true
				walk(v.Elem(), kind)
			}
		case reflect.Int:
			if v.Type() == idxType {
				count[place{kind, file.Idx(v.Int())}]++
			}
		}
	}
	walk(reflect.ValueOf(tree.Body), "")
	return count
}
