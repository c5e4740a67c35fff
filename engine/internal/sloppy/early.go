package sloppy

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// openEarly lets names be used before their declaration is reached, where they
// are undefined. Babel made variables of let, const and class, and scripts came
// to rely on it: they log a constant that follows, or declare a name in one
// case of a switch and use it in another. The language has an error there.
//
// Such a name is declared where its block begins, and its declaration becomes
// an assignment. All others stay: a constant that is assigned has to throw.
func openEarly(program *ast.Program) {
	o := opener{used: map[unistring.String][]file.Idx{}, written: map[unistring.String][]file.Idx{}}
	note := treewalk.Walker{Expression: o.note}
	note.Walk(program)
	o.list(&program.Body)
	w := treewalk.Walker{EnterBlock: o.list, Statement: o.statement, OutOf: o.function}
	w.Walk(program)
}

// An opener knows where the names of a program are used, and where assigned.
type opener struct {
	used, written map[unistring.String][]file.Idx
}

func (o opener) note(x ast.Expression) ast.Expression {
	switch x := x.(type) {
	case *ast.Identifier:
		o.used[x.Name] = append(o.used[x.Name], x.Idx)
	case *ast.AssignExpression:
		o.write(x.Left)
	case *ast.UnaryExpression:
		if x.Operator == token.INCREMENT || x.Operator == token.DECREMENT {
			o.write(x.Operand)
		}
	case *ast.ObjectLiteral:
		for _, p := range x.Value {
			if p, ok := p.(*ast.PropertyShort); ok {
				o.used[p.Name.Name] = append(o.used[p.Name.Name], p.Name.Idx)
			}
		}
	}
	return x
}

func (o opener) write(target ast.Expression) {
	for _, id := range treewalk.BoundNames(target) {
		o.written[id.Name] = append(o.written[id.Name], id.Idx)
	}
}

func (o opener) function(f ast.Node) {
	switch f := f.(type) {
	case *ast.FunctionLiteral:
		o.list(&f.Body.List)
	case *ast.ArrowFunctionLiteral:
		if body, ok := f.Body.(*ast.BlockStatement); ok {
			o.list(&body.List)
		}
	}
}

// statement sees to a switch that stands in no list.
func (o opener) statement(s ast.Statement) {
	switch s := s.(type) {
	case *ast.LabelledStatement:
		o.cases(&s.Statement)
	case *ast.IfStatement:
		o.cases(&s.Consequent)
		o.cases(&s.Alternate)
	case *ast.ForStatement:
		o.cases(&s.Body)
	case *ast.ForInStatement:
		o.cases(&s.Body)
	case *ast.ForOfStatement:
		o.cases(&s.Body)
	case *ast.WhileStatement:
		o.cases(&s.Body)
	case *ast.DoWhileStatement:
		o.cases(&s.Body)
	}
}

// list opens names that the statements of a block declare.
func (o opener) list(list *[]ast.Statement) {
	var opened []*ast.Identifier
	for i := range *list {
		o.cases(&(*list)[i])
		names := o.early(*list, (*list)[i])
		if len(names) > 0 {
			opened = append(opened, names...)
			(*list)[i] = assignment((*list)[i])
		}
	}
	if len(opened) > 0 {
		*list = slices.Insert(*list, directives(*list), declared(opened))
	}
}

// directives counts the texts that a function begins with, such as "use
// strict". They mean nothing anywhere else.
func directives(list []ast.Statement) int {
	n := slices.IndexFunc(list, func(s ast.Statement) bool {
		x, ok := s.(*ast.ExpressionStatement)
		if ok {
			_, ok = x.Expression.(*ast.StringLiteral)
		}
		return !ok
	})
	return max(n, 0)
}

// cases opens names that the cases of a switch declare, in a block around it.
func (o opener) cases(s *ast.Statement) {
	sw, ok := (*s).(*ast.SwitchStatement)
	if !ok {
		return
	}
	var opened []*ast.Identifier
	for _, c := range sw.Body {
		for i, d := range c.Consequent {
			if names := declaredBy(d); len(names) > 0 && o.elsewhere(sw, c, d, names) && !o.constant(d, names) {
				opened = append(opened, names...)
				c.Consequent[i] = assignment(d)
			}
		}
	}
	if len(opened) > 0 {
		*s = &ast.BlockStatement{LeftBrace: sw.Switch, List: []ast.Statement{declared(opened), sw}, RightBrace: sw.Switch}
	}
}

// elsewhere tells whether names of one case are used in others, and not by what
// the switch tests.
func (o opener) elsewhere(sw *ast.SwitchStatement, c *ast.CaseStatement, d ast.Statement, names []*ast.Identifier) bool {
	found := false
	for _, id := range names {
		if o.usedIn(id.Name, sw.Discriminant.Idx0(), sw.Discriminant.Idx1()) {
			return false
		}
		for _, other := range sw.Body {
			if n := len(other.Consequent); n > 0 && other != c {
				found = found || o.usedIn(id.Name, other.Consequent[0].Idx0(), other.Consequent[n-1].Idx1())
			}
		}
		found = found || o.usedIn(id.Name, c.Consequent[0].Idx0(), d.Idx0())
	}
	return found
}

// early returns the names of a declaration when one of them is used before it,
// or in a function that the block declares, which may be called before.
func (o opener) early(list []ast.Statement, s ast.Statement) []*ast.Identifier {
	names := declaredBy(s)
	if len(names) == 0 || o.constant(s, names) {
		return nil
	}
	for _, id := range names {
		if o.usedIn(id.Name, list[0].Idx0(), s.Idx0()) || o.usedByItself(s, id.Name) {
			return names
		}
		for _, f := range list {
			if f, ok := f.(*ast.FunctionDeclaration); ok && o.usedIn(id.Name, f.Idx0(), f.Idx1()) {
				return names
			}
		}
	}
	return nil
}

// usedByItself tells whether what a variable begins with mentions it, as in
// let self = self || {}.
func (o opener) usedByItself(s ast.Statement, name unistring.String) bool {
	d, ok := s.(*ast.LexicalDeclaration)
	return ok && slices.ContainsFunc(d.List, func(b *ast.Binding) bool {
		return b.Initializer != nil && o.usedIn(name, b.Initializer.Idx0(), b.Initializer.Idx1())
	})
}

// constant tells whether a declaration is of a constant that is assigned; its
// own defaults are no assignments.
func (o opener) constant(s ast.Statement, names []*ast.Identifier) bool {
	d, ok := s.(*ast.LexicalDeclaration)
	return ok && d.Token == token.CONST && slices.ContainsFunc(names, func(id *ast.Identifier) bool {
		return slices.ContainsFunc(o.written[id.Name], func(at file.Idx) bool { return at != id.Idx })
	})
}

func (o opener) usedIn(name unistring.String, from, to file.Idx) bool {
	return slices.ContainsFunc(o.used[name], func(at file.Idx) bool { return from <= at && at < to })
}

func declaredBy(s ast.Statement) []*ast.Identifier {
	switch s := s.(type) {
	case *ast.LexicalDeclaration:
		var names []*ast.Identifier
		for _, b := range s.List {
			names = append(names, treewalk.BoundNames(b.Target)...)
		}
		return names
	case *ast.ClassDeclaration:
		return []*ast.Identifier{s.Class.Name}
	}
	return nil
}

func declared(names []*ast.Identifier) ast.Statement {
	d := &ast.LexicalDeclaration{Idx: names[0].Idx, Token: token.LET}
	for _, id := range names {
		d.List = append(d.List, &ast.Binding{Target: &ast.Identifier{Name: id.Name, Idx: id.Idx}})
	}
	return d
}

// assignment is what a declaration becomes when its names are declared already.
func assignment(s ast.Statement) ast.Statement {
	if c, ok := s.(*ast.ClassDeclaration); ok {
		return at(c.Class.Class).statement(&ast.AssignExpression{Operator: token.ASSIGN, Left: c.Class.Name, Right: c.Class})
	}
	d := s.(*ast.LexicalDeclaration)
	var parts []ast.Expression
	for _, b := range d.List {
		if b.Initializer != nil {
			parts = append(parts, &ast.AssignExpression{Operator: token.ASSIGN, Left: b.Target, Right: b.Initializer})
		}
	}
	switch len(parts) {
	case 0:
		return &ast.EmptyStatement{Semicolon: d.Idx}
	case 1:
		return at(d.Idx).statement(parts[0])
	}
	return at(d.Idx).statement(&ast.SequenceExpression{Sequence: parts})
}
