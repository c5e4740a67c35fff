package asyncgen

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// enter enters a statement, which may be a loop that awaits, with its labels.
func (l *lowering) enter(s ast.Statement) (ast.Statement, bool) {
	loop, labels := labelled(s)
	if loop == nil || !Awaits(loop) {
		return s, false
	}
	block := lowerLoop(loop, labels)
	l.walker.Block(block)
	return block, true
}

// labelled returns the loop over a list that a statement is behind its labels.
func labelled(s ast.Statement) (*ast.ForOfStatement, []*ast.LabelledStatement) {
	var labels []*ast.LabelledStatement
	for {
		switch inner := s.(type) {
		case *ast.LabelledStatement:
			labels = append(labels, inner)
			s = inner.Statement
		case *ast.ForOfStatement:
			return inner, labels
		default:
			return nil, nil
		}
	}
}

// lowerLoop makes a loop that awaits one that asks for what comes next. The
// labels stay with the loop, for continue.
func lowerLoop(loop *ast.ForOfStatement, labels []*ast.LabelledStatement) *ast.BlockStatement {
	source := loop.Source.(*ast.CallExpression).ArgumentList[0]
	place := at(source.Idx0())
	next := place.await(place.call(place.member(loopName, "next")))
	var plain ast.Statement = &ast.ForStatement{
		For:  loop.For,
		Test: place.call(place.member(loopName, "more"), next),
		Body: place.block(receive(loop.Into, place.member(loopName, "value")), loop.Body),
	}
	for i := len(labels) - 1; i >= 0; i-- {
		labels[i].Statement = plain
		plain = labels[i]
	}
	failed := place.call(place.member(loopName, "failed"), place.name(errorName))
	closed := place.statement(place.await(place.call(place.member(loopName, "close"))))
	return place.block(
		place.let(loopName, place.call(place.member(Global, "loop"), source)),
		&ast.TryStatement{
			Try:  loop.For,
			Body: place.block(plain),
			Catch: &ast.CatchStatement{
				Catch: loop.For, Parameter: place.name(errorName),
				Body: place.block(&ast.ThrowStatement{Throw: loop.For, Argument: failed}),
			},
			Finally: place.block(&ast.IfStatement{If: loop.For, Test: place.member(loopName, "open"), Consequent: closed}),
		},
	)
}

// receive gives the variable of a loop its value.
func receive(into ast.ForInto, value ast.Expression) ast.Statement {
	switch into := into.(type) {
	case *ast.ForIntoVar:
		return &ast.VariableStatement{Var: into.Idx0(), List: []*ast.Binding{{Target: into.Binding.Target, Initializer: value}}}
	case *ast.ForDeclaration:
		kind := token.LET
		if into.IsConst {
			kind = token.CONST
		}
		return &ast.LexicalDeclaration{Idx: into.Idx, Token: kind, List: []*ast.Binding{{Target: into.Target, Initializer: value}}}
	}
	target := into.(*ast.ForIntoExpression).Expression
	return at(target.Idx0()).statement(&ast.AssignExpression{Operator: token.ASSIGN, Left: target, Right: value})
}

// at makes nodes that stand for a place in the source.
type at file.Idx

func (i at) name(name unistring.String) *ast.Identifier {
	return &ast.Identifier{Name: name, Idx: file.Idx(i)}
}

func (i at) member(object, name unistring.String) ast.Expression {
	return &ast.DotExpression{Left: i.name(object), Identifier: *i.name(name)}
}

func (i at) call(callee ast.Expression, args ...ast.Expression) ast.Expression {
	return &ast.CallExpression{Callee: callee, LeftParenthesis: file.Idx(i), ArgumentList: args, RightParenthesis: file.Idx(i)}
}

func (i at) await(x ast.Expression) ast.Expression {
	return &ast.AwaitExpression{Await: file.Idx(i), Argument: x}
}

// undefined is void 0.
func (i at) undefined() ast.Expression {
	return &ast.UnaryExpression{Operator: token.VOID, Idx: file.Idx(i), Operand: &ast.NumberLiteral{Idx: file.Idx(i), Literal: "0", Value: int64(0)}}
}

func (i at) statement(x ast.Expression) ast.Statement { return &ast.ExpressionStatement{Expression: x} }

func (i at) let(name unistring.String, value ast.Expression) ast.Statement {
	return &ast.LexicalDeclaration{Idx: file.Idx(i), Token: token.LET, List: []*ast.Binding{{Target: i.name(name), Initializer: value}}}
}

func (i at) block(list ...ast.Statement) *ast.BlockStatement {
	return &ast.BlockStatement{LeftBrace: file.Idx(i), List: list, RightBrace: file.Idx(i)}
}
