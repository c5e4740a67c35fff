package sloppy

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// Names of the lowered code, which no script can write.
const (
	// Global is the name under which lowered code finds what [New] makes.
	Global = "%class"

	selfName   = "%self"
	parentName = "%parent"
	thisName   = "%this"
	fieldsName = "%fields"
	keyName    = "%key"

	privatePrefix = "%#"
	argsName      = "%args"
)

// at makes nodes that stand for a place in the source.
type at file.Idx

func (i at) name(name unistring.String) *ast.Identifier {
	return &ast.Identifier{Name: name, Idx: file.Idx(i)}
}

func (i at) this() ast.Expression { return &ast.ThisExpression{Idx: file.Idx(i)} }

func (i at) text(s unistring.String) *ast.StringLiteral {
	return &ast.StringLiteral{Idx: file.Idx(i), Value: s}
}

// undefined is void 0.
func (i at) undefined() ast.Expression {
	return &ast.UnaryExpression{Operator: token.VOID, Idx: file.Idx(i), Operand: &ast.NumberLiteral{Idx: file.Idx(i), Literal: "0", Value: int64(0)}}
}

func (i at) call(callee ast.Expression, args ...ast.Expression) *ast.CallExpression {
	return &ast.CallExpression{Callee: callee, LeftParenthesis: file.Idx(i), ArgumentList: args, RightParenthesis: file.Idx(i)}
}

// help calls a function of the object that [New] makes.
func (i at) help(function unistring.String, args ...ast.Expression) *ast.CallExpression {
	return i.call(&ast.DotExpression{Left: i.name(Global), Identifier: *i.name(function)}, args...)
}

func (i at) assign(name unistring.String, value ast.Expression) ast.Expression {
	return &ast.AssignExpression{Operator: token.ASSIGN, Left: i.name(name), Right: value}
}

func (i at) let(name unistring.String, value ast.Expression) ast.Statement {
	return i.declare(i.name(name), value)
}

func (i at) declare(name *ast.Identifier, value ast.Expression) ast.Statement {
	return &ast.LexicalDeclaration{Idx: file.Idx(i), Token: token.LET, List: []*ast.Binding{{Target: name, Initializer: value}}}
}

func (i at) statement(e ast.Expression) ast.Statement { return &ast.ExpressionStatement{Expression: e} }

func (i at) giveBack(value ast.Expression) ast.Statement {
	return &ast.ReturnStatement{Return: file.Idx(i), Argument: value}
}

func (i at) block(list ...ast.Statement) *ast.BlockStatement {
	return &ast.BlockStatement{LeftBrace: file.Idx(i), List: list, RightBrace: file.Idx(i)}
}

func (i at) object(members ...ast.Property) *ast.ObjectLiteral {
	return &ast.ObjectLiteral{LeftBrace: file.Idx(i), Value: members, RightBrace: file.Idx(i)}
}

func (i at) member(key unistring.String, kind ast.PropertyKind, value ast.Expression) ast.Property {
	return &ast.PropertyKeyed{Key: i.text(key), Kind: kind, Value: value}
}

func (i at) parameters(names ...unistring.String) *ast.ParameterList {
	list := &ast.ParameterList{Opening: file.Idx(i), Closing: file.Idx(i)}
	for _, name := range names {
		list.List = append(list.List, &ast.Binding{Target: i.name(name)})
	}
	return list
}

func (i at) function(params *ast.ParameterList, body ...ast.Statement) *ast.FunctionLiteral {
	return &ast.FunctionLiteral{Function: file.Idx(i), ParameterList: params, Body: i.block(body...)}
}

func (i at) arrow(params *ast.ParameterList, body ...ast.Statement) *ast.ArrowFunctionLiteral {
	return &ast.ArrowFunctionLiteral{Start: file.Idx(i), ParameterList: params, Body: i.block(body...)}
}
