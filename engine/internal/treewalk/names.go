package treewalk

import "github.com/dop251/goja/ast"

// BoundNames returns the names that a target of a declaration or an assignment
// sets, in order: one for a name, those in it for a pattern.
func BoundNames(target ast.Expression) []*ast.Identifier {
	var names []*ast.Identifier
	add := func(x ast.Expression) {
		if x != nil {
			names = append(names, BoundNames(x)...)
		}
	}
	switch t := target.(type) {
	case *ast.Identifier:
		return []*ast.Identifier{t}
	case *ast.AssignExpression: // with a default
		add(t.Left)
	case *ast.Binding: // the same
		add(t.Target)
	case *ast.ArrayPattern:
		for _, x := range t.Elements {
			add(x)
		}
		add(t.Rest)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				names = append(names, &p.Name)
			case *ast.PropertyKeyed:
				add(p.Value)
			}
		}
		add(t.Rest)
	}
	return names
}
