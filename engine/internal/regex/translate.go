package regex

import (
	"strings"

	"github.com/dop251/goja/ast"

	"rocketscript/engine/internal/treewalk"
)

// Pattern is the function that a translated script calls with the pattern and
// the flags of a RegExp it makes at run time; it returns the pattern to use. No
// script can write the name.
const Pattern = "%pattern"

// Translate changes the regular expressions of a script: literals at once, and
// RegExp(pattern, flags) by a call of [Pattern], for flags that matter.
func Translate(tree *ast.Program) {
	w := treewalk.Walker{Expression: translated}
	w.Walk(tree)
}

func translated(x ast.Expression) ast.Expression {
	switch x := x.(type) {
	case *ast.RegExpLiteral:
		x.Pattern = Expand(x.Pattern, x.Flags)
	case *ast.NewExpression:
		translateMaking(x.Callee, x.ArgumentList)
	case *ast.CallExpression:
		translateMaking(x.Callee, x.ArgumentList)
	}
	return x
}

func translateMaking(callee ast.Expression, arguments []ast.Expression) {
	if id, ok := callee.(*ast.Identifier); !ok || id.Name != "RegExp" || len(arguments) < 2 {
		return
	}
	flags, ok := arguments[1].(*ast.StringLiteral)
	if !ok || !strings.ContainsAny(flags.Value.String(), "ugy") {
		return
	}
	at := arguments[0].Idx0()
	arguments[0] = &ast.CallExpression{
		Callee: &ast.Identifier{Name: Pattern, Idx: at}, LeftParenthesis: at, RightParenthesis: at,
		ArgumentList: []ast.Expression{arguments[0], flags},
	}
}
