package wording

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// Iterable is called with what a loop, a list pattern or yield* goes through,
// and which of them it is, before it does. It returns the first, or what is
// gone through in its place: goja takes it for granted that an iterator has a
// method next.
const Iterable = "%iterable"

// The second argument of Iterable.
const (
	byLoop     = "loop"
	byPattern  = "pattern"
	byDelegate = "delegate"
)

// guardIterators has iterators looked at in a script that may make its own, and
// literals that are none: a fault at a literal has no place, one at a call has.
func guardIterators(tree *ast.Program) {
	own := tree.File != nil && strings.Contains(tree.File.Source(), "iterator")
	iterable := func(x ast.Expression, by string) ast.Expression {
		if own || isScalar(x) {
			return iterable(x, by)
		}
		return x
	}
	w := treewalk.Walker{
		Statement: func(s ast.Statement) {
			if loop, ok := s.(*ast.ForOfStatement); ok {
				loop.Source = iterable(loop.Source, byLoop)
			}
		},
		Binding: func(b *ast.Binding) {
			if _, ok := b.Target.(*ast.ArrayPattern); ok && b.Initializer != nil {
				b.Initializer = iterable(b.Initializer, byPattern)
			}
		},
		Expression: func(x ast.Expression) ast.Expression {
			switch x := x.(type) {
			case *ast.AssignExpression:
				if _, ok := x.Left.(*ast.ArrayPattern); ok {
					x.Right = iterable(x.Right, byPattern)
				}
			case *ast.YieldExpression:
				if x.Delegate {
					x.Argument = iterable(x.Argument, byDelegate)
				}
			}
			return x
		},
	}
	w.Walk(tree)
}

// isScalar tells of a literal that is not iterable, also one that is looked at
// as null may be.
func isScalar(x ast.Expression) bool {
	if watched, ok := x.(*ast.BinaryExpression); ok && watched.Operator == token.COALESCE {
		x = watched.Left
	}
	switch x.(type) {
	case *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return true
	}
	return false
}

func iterable(x ast.Expression, by string) ast.Expression {
	at := x.Idx0()
	return hidden(Iterable, at, x, &ast.StringLiteral{Idx: at, Literal: by, Value: unistring.NewFromString(by)})
}

// NoNext is the message about an iterator whose next is no function. With
// babel it is of what Babel makes of the script. next is its value as V8
// describes one, or empty when it is undefined; by is the second argument of
// Iterable.
func NoNext(by, next string, babel bool) string {
	switch {
	case babel && by == byLoop:
		return "t.next is not a function"
	case babel && by == byDelegate:
		return "The iterator does not provide a 'next' method"
	case babel && next == "":
		return "Cannot read properties of undefined (reading 'call')"
	case babel:
		return "i.call is not a function"
	case next == "":
		next = "undefined"
	}
	return next + " is not a function"
}
