package syntax

import (
	"sort"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	operator "github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// associate groups a < b < c, and what else compares thus, from the left as
// JavaScript does; goja's parser groups it from the right.
func associate(tree *ast.Program, source string) {
	c := comparisons{source: source}
	w := treewalk.Walker{EnterExpression: func(x ast.Expression, _ unistring.String) (ast.Expression, bool) {
		if b, ok := x.(*ast.BinaryExpression); ok && isRelational(b) {
			c.regroup(b)
		}
		return x, false
	}}
	w.Walk(tree)
}

func isRelational(x *ast.BinaryExpression) bool {
	switch x.Operator {
	case operator.LESS, operator.LESS_OR_EQUAL, operator.GREATER, operator.GREATER_OR_EQUAL, operator.IN, operator.INSTANCEOF:
		return true
	}
	return false
}

// comparisons looks at a source, of which the tokens are found when they are
// first needed: few scripts compare what they compared.
type comparisons struct {
	source string
	tokens []token
}

// regroup turns a < (b < (c < d)) into ((a < b) < c) < d, up to what stands in
// parentheses in the source.
func (c *comparisons) regroup(x *ast.BinaryExpression) {
	for {
		right, ok := x.Right.(*ast.BinaryExpression)
		if !ok || !isRelational(right) || c.enclosed(right) {
			return
		}
		left := &ast.BinaryExpression{Operator: x.Operator, Left: x.Left, Right: right.Left, Comparison: x.Comparison}
		x.Operator, x.Comparison, x.Left, x.Right = right.Operator, right.Comparison, left, right.Right
	}
}

// enclosed tells whether parentheses stand around a comparison. Where its
// tokens are not found it is left as it is.
func (c *comparisons) enclosed(x *ast.BinaryExpression) bool {
	if c.tokens == nil {
		c.tokens, _ = scan(c.source)
	}
	first, last := c.tokenAt(x.Left.Idx0()), c.tokenAt(x.Right.Idx0())
	if first < 0 || last < 0 {
		return true
	}
	for i := first - 1; i >= 0 && c.source[c.tokens[i].start] == '('; i-- {
		if c.tokens[i].partner > last {
			return true
		}
	}
	return false
}

// tokenAt is the place of the token at a position; -1 when none begins there.
func (c *comparisons) tokenAt(at file.Idx) int {
	offset := int(at) - 1
	i := sort.Search(len(c.tokens), func(i int) bool { return c.tokens[i].start >= offset })
	if i == len(c.tokens) || c.tokens[i].start != offset {
		return -1
	}
	return i
}
