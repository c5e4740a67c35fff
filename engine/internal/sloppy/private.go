package sloppy

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// declaredPrivately returns the private names of a class; not ok when one is
// declared twice, which is a fault.
func declaredPrivately(c *ast.ClassLiteral) (names map[unistring.String]bool, ok bool) {
	names = map[unistring.String]bool{}
	kinds := map[unistring.String][]declaredAs{}
	for _, element := range c.Body {
		key, as := elementKey(element)
		id, private := key.(*ast.PrivateIdentifier)
		if !private {
			continue
		}
		for _, other := range kinds[id.Name] {
			if !as.pairs(other) {
				return nil, false
			}
		}
		kinds[id.Name] = append(kinds[id.Name], as)
		names[id.Name] = true
	}
	return names, true
}

type declaredAs struct {
	kind   ast.PropertyKind
	static bool
}

// pairs tells whether two declarations are a getter and its setter.
func (d declaredAs) pairs(other declaredAs) bool {
	kinds := []ast.PropertyKind{d.kind, other.kind}
	return d.static == other.static && slices.Contains(kinds, ast.PropertyKindGet) && slices.Contains(kinds, ast.PropertyKindSet)
}

func elementKey(element ast.ClassElement) (ast.Expression, declaredAs) {
	switch element := element.(type) {
	case *ast.FieldDefinition:
		return element.Key, declaredAs{ast.PropertyKindValue, element.Static}
	case *ast.MethodDefinition:
		return element.Key, declaredAs{element.Kind, element.Static}
	}
	return nil, declaredAs{}
}

// privateName is the variable that holds the symbol of a private name.
func privateName(p *ast.PrivateIdentifier) ast.Expression {
	return at(p.Idx).name(privatePrefix + p.Name)
}

// declares tells whether a class around declares the private name. One that
// none declares is left to the compiler to refuse.
func (l *lowering) declares(name unistring.String) bool {
	return slices.ContainsFunc(l.private, func(names map[unistring.String]bool) bool { return names[name] })
}

// privateMember makes object[symbol] of object.#name.
func (l *lowering) privateMember(x *ast.PrivateDotExpression) ast.Expression {
	x.Left = l.walker.Replace(x.Left)
	if !l.declares(x.Identifier.Name) {
		return x
	}
	return &ast.BracketExpression{Left: x.Left, Member: privateName(&x.Identifier), LeftBracket: x.Identifier.Idx, RightBracket: x.Identifier.Idx}
}

// privateNames declare the symbols, in the order of the source.
func (c *loweredClass) privateNames() []ast.Statement {
	var statements []ast.Statement
	done := map[unistring.String]bool{}
	for _, element := range c.literal.Body {
		key, _ := elementKey(element)
		if id, private := key.(*ast.PrivateIdentifier); private && !done[id.Name] {
			done[id.Name] = true
			place := at(id.Idx)
			statements = append(statements, place.let(privatePrefix+id.Name, place.help("symbol", place.text("#"+id.Name))))
		}
	}
	return statements
}
