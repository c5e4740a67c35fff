package sloppy

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// dropExports takes module.exports = and exports.x = from statements at the
// top: there is no module, but scripts that are tested elsewhere end so. The
// value is still evaluated. Globals of these names would mislead libraries that
// are pasted into scripts and look for them.
func dropExports(program *ast.Program) {
	if declaresExports(program) {
		return
	}
	for _, s := range program.Body {
		if s, ok := s.(*ast.ExpressionStatement); ok {
			s.Expression = exported(s.Expression)
		}
	}
}

func exported(e ast.Expression) ast.Expression {
	assignment, ok := e.(*ast.AssignExpression)
	if !ok || assignment.Operator != token.ASSIGN || !isExports(assignment.Left) {
		return e
	}
	return exported(assignment.Right)
}

// isExports tells whether an expression is module.exports, exports, or a member
// of one.
func isExports(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.Identifier:
		return e.Name == "exports"
	case *ast.DotExpression:
		return isName(e.Left, "module") && e.Identifier.Name == "exports" || isExports(e.Left)
	case *ast.BracketExpression:
		return isExports(e.Left)
	}
	return false
}

func isName(e ast.Expression, name unistring.String) bool {
	id, ok := e.(*ast.Identifier)
	return ok && id.Name == name
}

// declaresExports tells whether the program has such a variable of its own.
func declaresExports(program *ast.Program) bool {
	for _, d := range program.DeclarationList {
		for _, b := range d.List {
			if isName(b.Target, "module") || isName(b.Target, "exports") {
				return true
			}
		}
	}
	for _, s := range program.Body {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range s.List {
				if isName(b.Target, "module") || isName(b.Target, "exports") {
					return true
				}
			}
		case *ast.FunctionDeclaration:
			if name := s.Function.Name; name != nil && (name.Name == "module" || name.Name == "exports") {
				return true
			}
		}
	}
	return false
}
