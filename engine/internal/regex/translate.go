package regex

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// Literal is the function that a translated script calls, with pattern and
// flags, in the place of a literal. No script can write the name.
const Literal = "%expression"

// A Fault is a literal that is no regular expression.
type Fault struct {
	At  file.Idx
	Err error // a *SyntaxError
}

// Translate puts calls of [Literal] in the place of those regular expressions
// of a script that goja does not do as V8, and tells whether there are any. It
// returns the first literal that is none, or nil.
func Translate(tree *ast.Program) (any bool, fault *Fault) {
	w := treewalk.Walker{Expression: func(x ast.Expression) ast.Expression {
		literal, ok := x.(*ast.RegExpLiteral)
		if !ok {
			return x
		}
		e, err := newExpression(unitsOf(literal.Pattern), literal.Flags)
		if err != nil && (fault == nil || literal.Idx < fault.At) {
			fault = &Fault{literal.Idx, err}
		}
		if err != nil || e.program == nil {
			return x
		}
		any = true
		return call(literal)
	}}
	w.Walk(tree)
	return any, fault
}

func call(literal *ast.RegExpLiteral) *ast.CallExpression {
	at := literal.Idx
	text := func(s string) ast.Expression {
		return &ast.StringLiteral{Idx: at, Literal: s, Value: unistring.NewFromString(s)}
	}
	return &ast.CallExpression{
		Callee: &ast.Identifier{Name: Literal, Idx: at}, LeftParenthesis: at, RightParenthesis: at,
		ArgumentList: []ast.Expression{text(literal.Pattern), text(literal.Flags)},
	}
}
