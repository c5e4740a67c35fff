package wording

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// Up to Rocket.Chat 8, V8 ran what Babel had made of a script, and its messages
// speak of that: of the variables Babel made, and of functions it added.

// compiled writes the expressions that Babel makes something else of; "" for
// any other.
func (ix *Index) compiled(x ast.Expression) string {
	switch x := x.(type) {
	case *ast.ThisExpression:
		return ix.arrowThis[x.Idx]
	case *ast.ClassLiteral:
		return "_createClass(...)"
	case *ast.TemplateLiteral:
		return ix.concatenation(x)
	case *ast.BinaryExpression:
		switch x.Operator {
		case token.COALESCE:
			return intermediate + intermediate + intermediate
		case token.EXPONENT:
			return "Math.pow(...)"
		case token.INSTANCEOF:
			return "_instanceof(...)"
		}
	case *ast.AssignExpression:
		if x.Operator == token.COALESCE {
			return intermediate + intermediate + intermediate
		}
	case *ast.UnaryExpression:
		if x.Operator == token.TYPEOF {
			return "_typeof(...)"
		}
	case *ast.ArrayLiteral:
		return ix.collected(x)
	case *ast.ObjectLiteral:
		for _, p := range x.Value {
			if _, spread := p.(*ast.SpreadElement); spread {
				return "_objectSpread(...)"
			}
		}
	case *ast.DotExpression:
		if isSuper(x.Left) {
			return "_superPropGet(...)"
		}
	}
	return ""
}

// concatenation is a template with substitutions.
func (ix *Index) concatenation(x *ast.TemplateLiteral) string {
	if x.Tag != nil || len(x.Expressions) == 0 {
		return ""
	}
	return `"` + x.Elements[0].Parsed.String() + `".concat(...)`
}

// collected is an array that others are spread into.
func (ix *Index) collected(x *ast.ArrayLiteral) string {
	for i, item := range x.Value {
		if _, spread := item.(*ast.SpreadElement); !spread {
			continue
		}
		if len(x.Value) == 1 {
			return "_toConsumableArray(...)"
		}
		return ix.literal(&ast.ArrayLiteral{Value: x.Value[:i]}) + ".concat(...)"
	}
	return ""
}

// kept is the variable in which Babel keeps the value in front of ?. while it
// looks whether there is one; a plain name stays.
func kept(x ast.Expression) string {
	if id, ok := x.(*ast.Identifier); ok {
		return id.Name.String()
	}
	name := strings.TrimLeft(strings.Join(nameParts(x), "$"), "_")
	if len(name) > maxKept {
		name = name[:maxKept]
	}
	return "_" + strings.TrimRight(strings.TrimLeft(name, "_"), "0123456789")
}

// maxKept is how long Babel lets the name grow.
const maxKept = 20

// nameParts are the names in an expression, of which Babel makes the name of a
// variable for its value.
func nameParts(x ast.Expression) []string {
	switch x := x.(type) {
	case *ast.Identifier:
		return []string{x.Name.String()}
	case *ast.ThisExpression:
		return []string{"this"}
	case *ast.DotExpression:
		return append(nameParts(x.Left), x.Identifier.Name.String())
	case *ast.BracketExpression:
		return append(nameParts(x.Left), nameParts(x.Member)...)
	case *ast.StringLiteral:
		return []string{x.Value.String()}
	case *ast.CallExpression:
		return nameParts(x.Callee)
	case *ast.Optional:
		return nameParts(x.Expression)
	case *ast.OptionalChain:
		return nameParts(x.Expression)
	}
	return nil
}

// What Babel's helpers say.
const (
	notDestructured = "Invalid attempt to destructure non-iterable instance." + needsIterator
	notIterated     = "Invalid attempt to iterate non-iterable instance." + needsIterator
	notSpread       = "Invalid attempt to spread non-iterable instance." + needsIterator
	needsIterator   = "\nIn order to be iterable, non-array objects must have a [Symbol.iterator]() method."
)

// helperIterating words what Babel's helpers found not to be iterable.
func (r *reworder) helperIterating(i iteration) string {
	switch i.kind {
	case arrayPattern, assignedPattern, parameterPattern:
		return notDestructured
	case restPattern:
		switch {
		case !strings.Contains(r.Message, "undefined or null"):
			return notDestructured
		case r.seen.sites[i.at].null:
			return "object null" + notIterable
		}
		return "undefined" + notIterable
	}
	if strings.Contains(r.Message, "undefined or null") {
		if i.kind == loop && r.seen.last != i.at {
			return notDestructured // the source was well, an item was not
		}
		if r.seen.sites[i.at].null {
			return "object null" + notIterable
		}
		return "undefined" + notIterable
	}
	if i.kind == loop {
		return notIterated
	}
	return notSpread
}

// takenByName words a pattern's fault as Babel's reading of its properties
// does.
func (r *reworder) takenByName(p pattern, value, name string) string {
	if name != "" {
		return "Cannot read properties of " + value + " (reading '" + name + "')"
	}
	if len(p.pattern.Properties) > 0 {
		if key := r.seen.sites[p.pattern.LeftBrace].key; key != "" {
			return "Cannot read properties of " + value + " (reading '" + key + "')"
		}
	}
	return "Cannot destructure " + value
}

// applied words the call of what is no function with a list spread into its
// arguments, or of a member with ?.(): Babel calls apply or call.
func (r *reworder) applied(x *ast.CallExpression) string {
	if optional, ok := x.Callee.(*ast.Optional); ok {
		switch optional.Expression.(type) {
		case *ast.DotExpression, *ast.BracketExpression:
			return kept(optional.Expression) + ".call is not a function"
		}
	}
	for _, a := range x.ArgumentList {
		if _, spread := a.(*ast.SpreadElement); !spread {
			continue
		}
		if strings.HasPrefix(r.Message, "Object has no member") {
			return "Cannot read properties of undefined (reading 'apply')"
		}
		return r.print(x.Callee) + ".apply is not a function"
	}
	return ""
}
