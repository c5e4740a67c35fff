package wording

import (
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// print writes an expression as V8's CallPrinter does in messages: calls as
// "(...)", what has no short form as "(intermediate value)".
func (ix *Index) print(x ast.Expression) string {
	if text := ix.bare(x); text != "" {
		return text
	}
	return intermediate
}

const intermediate = "(intermediate value)"

// bare is print; "" for what has no form of its own.
func (ix *Index) bare(x ast.Expression) string {
	if ix.babel {
		if text := ix.compiled(x); text != "" {
			return text
		}
	}
	switch x := x.(type) {
	case *ast.Identifier:
		return x.Name.String()
	case *ast.ThisExpression:
		return "this"
	case *ast.DotExpression:
		return ix.member(x.Left, x.Identifier.Name.String())
	case *ast.PrivateDotExpression:
		return ix.member(x.Left, "#"+x.Identifier.Name.String())
	case *ast.BracketExpression:
		return ix.bracketed(x)
	case *ast.OptionalChain:
		return ix.bare(x.Expression)
	case *ast.Optional:
		return ix.bare(x.Expression)
	case *ast.CallExpression:
		return ix.print(x.Callee) + "(...)"
	case *ast.TemplateLiteral:
		return ix.template(x)
	case *ast.AssignExpression:
		return ix.bare(x.Left)
	case *ast.ConditionalExpression:
		return intermediate + intermediate + intermediate
	case *ast.SpreadElement:
		return "(..." + ix.print(x.Expression) + ")"
	}
	return ix.literal(x)
}

func (ix *Index) member(left ast.Expression, name string) string {
	if optional, ok := left.(*ast.Optional); ok && ix.babel {
		return kept(optional.Expression) + "." + name
	} else if ok {
		return ix.print(optional.Expression) + "?." + name
	}
	return ix.print(left) + "." + name
}

// bracketed writes x[y], and x.y for a key that is text.
func (ix *Index) bracketed(x *ast.BracketExpression) string {
	switch key := x.Member.(type) {
	case *ast.StringLiteral:
		return ix.member(x.Left, key.Value.String())
	case *ast.TemplateLiteral:
		if len(key.Expressions) == 0 && key.Tag == nil {
			return ix.member(x.Left, key.Elements[0].Parsed.String())
		}
	}
	if optional, ok := x.Left.(*ast.Optional); ok && ix.babel {
		return kept(optional.Expression) + "[" + ix.print(x.Member) + "]"
	} else if ok {
		return ix.print(optional.Expression) + "?.[" + ix.print(x.Member) + "]"
	}
	return ix.print(x.Left) + "[" + ix.print(x.Member) + "]"
}

// template writes a tagged template as the call it is, and of any other the
// substitutions alone.
func (ix *Index) template(x *ast.TemplateLiteral) string {
	switch {
	case x.Tag != nil:
		return ix.print(x.Tag) + "(...)"
	case len(x.Expressions) == 0:
		return `"` + x.Elements[0].Parsed.String() + `"`
	}
	var b strings.Builder
	for _, substitution := range x.Expressions {
		b.WriteString(ix.print(substitution))
	}
	return b.String()
}

func (ix *Index) literal(x ast.Expression) string {
	switch x := x.(type) {
	case *ast.StringLiteral:
		return `"` + x.Value.String() + `"`
	case *ast.NumberLiteral:
		return number(x)
	case *ast.BooleanLiteral:
		return strconv.FormatBool(x.Value)
	case *ast.NullLiteral:
		return "null"
	case *ast.RegExpLiteral:
		return "/" + x.Pattern + "/" + x.Flags
	case *ast.ArrayLiteral:
		items := make([]string, len(x.Value))
		for i, item := range x.Value {
			items[i] = ix.print(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case *ast.ObjectLiteral:
		return "{" + strings.Repeat(intermediate, len(x.Value)) + "}"
	}
	return ix.operation(x)
}

func number(x *ast.NumberLiteral) string {
	switch n := x.Value.(type) {
	case int64:
		return strconv.FormatInt(n, 10)
	case float64:
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return x.Literal
}

func (ix *Index) operation(x ast.Expression) string {
	switch x := x.(type) {
	case *ast.BinaryExpression:
		return "(" + strings.Join(ix.operands(x), " "+x.Operator.String()+" ") + ")"
	case *ast.SequenceExpression:
		items := make([]string, len(x.Sequence))
		for i, item := range x.Sequence {
			items[i] = ix.print(item)
		}
		return "(" + strings.Join(items, " , ") + ")"
	case *ast.UnaryExpression:
		return ix.unary(x)
	}
	return ""
}

// operands writes what an operation joins. V8 takes a + b + c for one of three,
// but a < b < c for two; a || (b || c) has no parentheses once Babel wrote it.
func (ix *Index) operands(x *ast.BinaryExpression) []string {
	left, right := []string{ix.print(x.Left)}, []string{ix.print(x.Right)}
	if inner, ok := x.Left.(*ast.BinaryExpression); ok && inner.Operator == x.Operator && !x.Comparison && x.Operator != token.EXPONENT {
		left = ix.operands(inner)
	}
	if inner, ok := x.Right.(*ast.BinaryExpression); ok && inner.Operator == x.Operator && ix.babel && isAssociative(x.Operator) {
		right = ix.operands(inner)
	}
	return append(left, right...)
}

// isAssociative tells of an operator that Babel writes a op (b op c) without
// parentheses.
func isAssociative(operator token.Token) bool {
	return operator == token.LOGICAL_OR || operator == token.LOGICAL_AND
}

func (ix *Index) unary(x *ast.UnaryExpression) string {
	operator := x.Operator.String()
	switch {
	case x.Postfix:
		return "(" + ix.print(x.Operand) + operator + ")"
	case x.Operator == token.TYPEOF || x.Operator == token.VOID || x.Operator == token.DELETE:
		operator += " "
	case x.Operator == token.MINUS:
		if n, ok := x.Operand.(*ast.NumberLiteral); ok {
			return "-" + number(n)
		}
	}
	return "(" + operator + ix.print(x.Operand) + ")"
}
