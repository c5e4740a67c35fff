package wording

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"

	"rocketscript/engine/internal/treewalk"
)

// A chain with ?. ends when what stands before it is null, so nothing in it can
// be watched: a test would be skipped with the rest. It is therefore made what
// Babel makes of it, with the test in front: a?.b.c becomes a == null ? void 0 :
// a.b.c, whose parts are watched like any others.

// keptChains finds the chains whose meaning lies in being one: (a?.b)() calls
// with a as this, and delete a?.b deletes.
func keptChains(tree *ast.Program) map[*ast.OptionalChain]bool {
	if tree.File != nil && !strings.Contains(tree.File.Source(), "?.") {
		return nil
	}
	kept := make(map[*ast.OptionalChain]bool)
	keep := func(x ast.Expression) {
		if chain, ok := x.(*ast.OptionalChain); ok {
			kept[chain] = true
		}
	}
	w := treewalk.Walker{Expression: func(x ast.Expression) ast.Expression {
		switch x := x.(type) {
		case *ast.CallExpression:
			keep(x.Callee)
		case *ast.TemplateLiteral:
			keep(x.Tag)
		case *ast.UnaryExpression:
			if x.Operator == token.DELETE {
				keep(x.Operand)
			}
		}
		return x
	}}
	w.Walk(tree)
	return kept
}

// unchained puts the test of the last ?. in a chain in front, when properties
// are read of what follows it or an earlier one.
func (i *instrumenter) unchained(chain *ast.OptionalChain) ast.Expression {
	links, last := linksOf(chain.Expression)
	if last == nil || len(links) == 0 && !hasLinks(last.Expression) || i.kept[chain] {
		return chain
	}
	tested, again := i.tested(last)
	if tested == nil {
		return chain
	}
	whole := replaceOptional(chain.Expression, last, again)
	for _, link := range slices.Backward(links) {
		i.watchLink(link)
	}
	at := place(tested)
	return &ast.ConditionalExpression{
		Test: &ast.BinaryExpression{
			Operator: token.EQUAL, Comparison: true,
			Left: tested, Right: &ast.NullLiteral{Idx: at, Literal: "null"},
		},
		Consequent: void(at), Alternate: whole,
	}
}

// linksOf returns the members that are read of other parts of a chain after its
// last ?., outermost first, and that ?.; none when that calls something, whose
// this is in the chain.
func linksOf(x ast.Expression) (links []ast.Expression, last *ast.Optional) {
	for {
		inner := partOf(x)
		if inner == nil {
			return nil, nil
		}
		if optional, ok := (*inner).(*ast.Optional); ok {
			if _, called := x.(*ast.CallExpression); called {
				return nil, nil
			}
			return links, optional
		}
		if _, called := x.(*ast.CallExpression); !called {
			links = append(links, x)
		}
		x = *inner
	}
}

// hasLinks tells whether what stands before a ?. is a chain to be watched itself.
func hasLinks(x ast.Expression) bool {
	for x != nil {
		links, last := linksOf(x)
		if last == nil || len(links) > 0 {
			return last != nil
		}
		x = last.Expression
	}
	return false
}

// partOf is where a part of a chain holds what comes before it; nil for what is
// no part of one.
func partOf(x ast.Expression) *ast.Expression {
	switch x := x.(type) {
	case *ast.DotExpression:
		return &x.Left
	case *ast.BracketExpression:
		return &x.Left
	case *ast.CallExpression:
		return &x.Callee
	}
	return nil
}

// tested is what the test looks at, and how it is named after that; nil when
// there is no place to keep it.
func (i *instrumenter) tested(optional *ast.Optional) (tested, again ast.Expression) {
	x := optional.Expression
	switch x := x.(type) {
	case *ast.Identifier, *ast.ThisExpression:
		return x, x
	}
	if len(i.holding) == 0 {
		return nil, nil
	}
	if inChain(x) {
		x = i.unchained(&ast.OptionalChain{Expression: x})
	}
	i.holding[len(i.holding)-1] = true
	at := place(optional.Expression)
	return &ast.AssignExpression{Operator: token.ASSIGN, Left: held(at), Right: x}, held(at)
}

func replaceOptional(whole ast.Expression, old *ast.Optional, x ast.Expression) ast.Expression {
	for part := partOf(whole); part != nil; part = partOf(*part) {
		if *part == ast.Expression(old) {
			*part = x
			break
		}
	}
	return whole
}

func (i *instrumenter) watchLink(link ast.Expression) {
	switch x := link.(type) {
	case *ast.DotExpression:
		x.Left = i.watched(x.Left, x.Identifier.Idx, nil)
	case *ast.BracketExpression:
		x.Left = i.watched(x.Left, x.LeftBracket, x.Member)
	}
}

func held(at file.Idx) ast.Expression { return &ast.Identifier{Name: heldName, Idx: at} }

// void is void 0.
func void(at file.Idx) ast.Expression {
	return &ast.UnaryExpression{Operator: token.VOID, Idx: at, Operand: &ast.NumberLiteral{Idx: at, Literal: "0", Value: int64(0)}}
}
