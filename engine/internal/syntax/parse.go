package syntax

import (
	"fmt"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/asyncgen"
	"rocketscript/engine/internal/treewalk"
)

// Parse parses a script. Loops that await have to be lowered before the tree
// can be compiled, by [asyncgen.Lower]. What is not JavaScript gives a
// parser.ErrorList, in goja's words, with places in the source.
func Parse(name, source string) (*ast.Program, error) {
	tree, err := parse(name, source)
	if err == nil {
		associate(tree, source)
		return tree, nil
	}
	list := edits(source)
	if len(list) == 0 {
		return nil, err
	}
	r := rewrite(source, list)
	helped, again := parse(name, r.text)
	if again != nil {
		return nil, r.further(name, err, again)
	}
	if !r.restore(helped) || !awaitsInAsync(helped) {
		return nil, err
	}
	associate(helped, source)
	return helped, nil
}

func parse(name, source string) (tree *ast.Program, err error) {
	defer func() {
		// A bug of the parser must not take the process with it.
		if r := recover(); r != nil {
			tree, err = nil, fmt.Errorf("the script cannot be compiled: %v", r)
		}
	}()
	// A source map named in a comment would be read from the file system.
	return parser.ParseFile(nil, name, source, 0, parser.WithDisableSourceMaps)
}

// further returns the error of the rewritten text, with its place in the
// source, when it comes after that of the source: then the first fault was
// goja's, and the second is the script's.
func (r *rewriting) further(name string, first, second error) error {
	faults, ok := second.(parser.ErrorList) //nolint:errorlint // the parser wraps none
	if !ok || len(faults) == 0 {
		return first
	}
	fault := *faults[0]
	at := r.origin(offset(r.text, fault.Position))
	if before, ok := first.(parser.ErrorList); ok && len(before) > 0 && at <= offset(r.source, before[0].Position) { //nolint:errorlint // as above
		return first
	}
	fault.Position = file.NewFile(name, r.source, 1).Position(at)
	return parser.ErrorList{&fault}
}

// offset is the place of a position, whose columns count bytes.
func offset(text string, p file.Position) int {
	at := 0
	for line := 1; line < p.Line; line++ {
		rest := text[at:]
		i := strings.IndexAny(rest, "\n\r\u2028\u2029")
		switch {
		case i < 0:
			return len(text)
		case strings.HasPrefix(rest[i:], "\r\n"):
			at += i + len("\r\n")
		case rest[i] < 0x80:
			at += i + 1
		default:
			at += i + len("\u2028")
		}
	}
	return min(at+max(p.Column-1, 0), len(text))
}

// await marks a loop as one that awaits.
func await(loop *ast.ForOfStatement) {
	at := loop.For
	loop.Source = &ast.CallExpression{Callee: &ast.Identifier{Name: asyncgen.Awaited, Idx: at}, LeftParenthesis: at, ArgumentList: []ast.Expression{loop.Source}, RightParenthesis: at}
}

// awaitsInAsync tells whether all loops that await are in async functions.
func awaitsInAsync(tree *ast.Program) bool {
	fine := true
	async := []bool{false}
	w := treewalk.Walker{
		Into: func(n ast.Node) {
			switch f := n.(type) {
			case *ast.FunctionLiteral:
				async = append(async, f.Async)
			case *ast.ArrowFunctionLiteral:
				async = append(async, f.Async)
			}
		},
		OutOf: func(ast.Node) { async = async[:len(async)-1] },
		Statement: func(s ast.Statement) {
			if loop, ok := s.(*ast.ForOfStatement); ok && asyncgen.Awaits(loop) {
				fine = fine && async[len(async)-1]
			}
		},
	}
	w.Walk(tree)
	return fine
}
