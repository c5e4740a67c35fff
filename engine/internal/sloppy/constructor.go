package sloppy

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// constructorStatements declare the function that the class becomes, and
// %self. A class that has no name of its own must not bind one.
func (c *loweredClass) constructorStatements(hint unistring.String) []ast.Statement {
	f := c.constructorFunction()
	f.Source = c.literal.Source
	if name := c.literal.Name; name != nil {
		f.Name = name
		return []ast.Statement{&ast.FunctionDeclaration{Function: f}, c.at.let(selfName, at(name.Idx).name(name.Name))}
	}
	if hint == "" || hint == "__proto__" {
		hint = nameless
	}
	named := &ast.BracketExpression{
		Left: c.at.object(c.at.member(hint, ast.PropertyKindValue, f)), Member: c.at.text(hint),
		LeftBracket: file.Idx(c.at), RightBracket: file.Idx(c.at),
	}
	return []ast.Statement{c.at.let(selfName, named)}
}

func (c *loweredClass) constructorFunction() *ast.FunctionLiteral {
	switch {
	case c.constructor == nil && c.derived():
		return c.inheritedConstructor()
	case c.constructor == nil:
		return c.at.function(c.at.parameters(), c.prologue()...)
	case c.derived():
		return c.derivedConstructor(c.constructor.Body)
	}
	f := c.constructor.Body
	c.within(baseThis, func() {
		c.maker, c.owner = c, &f.DeclarationList
		c.walker.Within(f)
	})
	f.Body.List = afterDirectives(f.Body.List, c.prologue()...)
	return f
}

// prologue refuses a call without new, and gives a base class its fields.
func (c *loweredClass) prologue() []ast.Statement {
	statements := []ast.Statement{c.refusal()}
	if !c.derived() && len(c.fields) > 0 {
		statements = append(statements, c.at.statement(c.at.help("init", c.at.this(), c.at.name(fieldsName))))
	}
	return statements
}

// refusal is if (!(this instanceof %self)) %class.refuse().
func (c *loweredClass) refusal() ast.Statement {
	is := &ast.BinaryExpression{Operator: token.INSTANCEOF, Left: c.at.this(), Right: c.at.name(selfName), Comparison: true}
	return &ast.IfStatement{
		If:         file.Idx(c.at),
		Test:       &ast.UnaryExpression{Operator: token.NOT, Idx: file.Idx(c.at), Operand: is},
		Consequent: c.at.statement(c.at.help("refuse")),
	}
}

// inheritedConstructor passes every argument to the parent.
func (c *loweredClass) inheritedConstructor() *ast.FunctionLiteral {
	params := c.at.parameters()
	params.Rest = c.at.name(argsName)
	made := ast.Expression(c.at.help("construct", c.at.this(), c.at.name(selfName), &ast.SpreadElement{Expression: c.at.name(argsName)}))
	if len(c.fields) > 0 {
		made = c.at.help("init", made, c.at.name(fieldsName))
	}
	return c.at.function(params, c.refusal(), c.at.giveBack(made))
}

// derivedConstructor keeps what super returns in %this.
func (c *loweredClass) derivedConstructor(f *ast.FunctionLiteral) *ast.FunctionLiteral {
	early := false
	c.within(derivedThis, func() {
		c.maker, c.owner = c, &f.DeclarationList
		c.walker.Parameters(f.ParameterList)
		early, c.early = c.early, false
		end := at(f.Body.RightBrace)
		made := end.result(nil)
		if slices.ContainsFunc(f.Body.List, isSuperCall) {
			made = end.name(thisName)
		}
		c.walker.Block(f.Body)
		f.Body.List = append(f.Body.List, end.giveBack(made))
	})
	if early {
		return c.roundabout(f)
	}
	f.Body.List = afterDirectives(f.Body.List, append(c.prologue(), c.at.let(thisName, nil))...)
	return f
}

// roundabout makes the constructor an arrow function within one that has
// %this, for parameters whose default values need it.
func (c *loweredClass) roundabout(f *ast.FunctionLiteral) *ast.FunctionLiteral {
	arrow := &ast.ArrowFunctionLiteral{Start: f.Function, ParameterList: f.ParameterList, Body: f.Body, Source: f.Source, DeclarationList: f.DeclarationList}
	params := c.at.parameters()
	params.Rest = c.at.name(argsName)
	made := c.at.call(arrow, &ast.SpreadElement{Expression: c.at.name(argsName)})
	return c.at.function(params, c.refusal(), c.at.let(thisName, nil), c.at.giveBack(made))
}

// afterDirectives inserts statements, behind what "use strict" has to stand
// before.
func afterDirectives(list []ast.Statement, insert ...ast.Statement) []ast.Statement {
	n := 0
	for n < len(list) {
		s, ok := list[n].(*ast.ExpressionStatement)
		if !ok {
			break
		}
		if _, directive := s.Expression.(*ast.StringLiteral); !directive {
			break
		}
		n++
	}
	joined := make([]ast.Statement, 0, len(list)+len(insert))
	return append(append(append(joined, list[:n]...), insert...), list[n:]...)
}

// isSuperCall tells whether a statement is a plain super(…): behind it this is
// there.
func isSuperCall(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	call, ok := e.Expression.(*ast.CallExpression)
	if !ok {
		return false
	}
	_, ok = call.Callee.(*ast.SuperExpression)
	return ok
}
