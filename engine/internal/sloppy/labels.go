package sloppy

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// labelled enters a statement with a label. goja refuses two things there: a
// function, whose label says nothing, and continue with any but the last of
// several labels.
func (l *lowering) labelled(s *ast.LabelledStatement) (ast.Statement, bool) {
	if f := labelledFunction(s); f != nil && !l.inStrictClass {
		l.function(f.Function)
		return f, true
	}
	outer := map[unistring.String]bool{}
	last := s
	for inner, ok := s.Statement.(*ast.LabelledStatement); ok; inner, ok = last.Statement.(*ast.LabelledStatement) {
		outer[last.Label.Name] = true
		last = inner
	}
	if len(outer) > 0 {
		continueWith(last, outer)
	}
	return s, false
}

// labelledFunction returns the function that a statement is behind its labels.
func labelledFunction(s *ast.LabelledStatement) *ast.FunctionDeclaration {
	for {
		switch inner := s.Statement.(type) {
		case *ast.LabelledStatement:
			s = inner
		case *ast.FunctionDeclaration:
			return inner
		default:
			return nil
		}
	}
}

// continueWith gives what continues the loop by one of its outer labels the last.
func continueWith(last *ast.LabelledStatement, outer map[unistring.String]bool) {
	depth := 0 // functions have labels of their own
	w := treewalk.Walker{
		Into:  func(ast.Node) { depth++ },
		OutOf: func(ast.Node) { depth-- },
		Statement: func(s ast.Statement) {
			b, ok := s.(*ast.BranchStatement)
			if ok && depth == 0 && b.Token == token.CONTINUE && b.Label != nil && outer[b.Label.Name] {
				b.Label = &ast.Identifier{Name: last.Label.Name, Idx: b.Label.Idx}
			}
		},
	}
	w.Block(&ast.BlockStatement{List: []ast.Statement{last.Statement}})
}
