package sloppy

import "github.com/dop251/goja/ast"

// thisExpression is what this becomes.
func (l *lowering) thisExpression(x *ast.ThisExpression) ast.Expression {
	switch l.this {
	case moduleThis:
		return at(x.Idx).undefined()
	case derivedThis:
		return l.madeThis(at(x.Idx))
	}
	return x
}

// madeThis is this of a derived constructor: what super returned. Before that it
// is undefined, as in Babel's output.
func (l *lowering) madeThis(place at) ast.Expression {
	l.early = true
	return place.name(thisName)
}

// result is what a derived constructor returns that says what.
func (i at) result(value ast.Expression) ast.Expression {
	if value == nil {
		return i.help("made", i.name(thisName))
	}
	return i.help("result", i.name(thisName), value)
}

// call enters a call; super(…) makes the instance.
func (l *lowering) call(x *ast.CallExpression) (ast.Expression, bool) {
	if _, makes := x.Callee.(*ast.SuperExpression); !makes || l.this != derivedThis {
		return x, false
	}
	l.early = true
	l.walker.ReplaceAll(x.ArgumentList)
	place := at(x.LeftParenthesis)
	made := place.help("construct", append([]ast.Expression{place.this(), place.name(selfName)}, x.ArgumentList...)...)
	if len(l.maker.fields) > 0 {
		made = place.help("init", made, place.name(fieldsName))
	}
	return place.assign(thisName, made), true
}

// superObject stands for super before a member, in a constructor: it is no
// method and knows none.
func (l *lowering) superObject(x *ast.SuperExpression) ast.Expression {
	place := at(x.Idx)
	switch l.this {
	case baseThis:
		return place.help("super", place.name(selfName), place.this())
	case derivedThis:
		return place.help("super", place.name(selfName), l.madeThis(place))
	}
	return x
}
