package sloppy

import (
	"cmp"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// Methods knows the methods of a program's classes, to call a frame of a stack
// what V8 calls it: Script.process_incoming_request where goja says
// process_incoming_request, new Script where it says Script.
type Methods struct {
	file *file.File
	list []method
}

type method struct {
	// start and end are offsets into the source.
	start, end int
	// name is goja's, shown is V8's.
	name, shown string
}

// of adds the methods of a class. hint is the name of one that has no own.
func (m *Methods) of(c *ast.ClassLiteral, hint unistring.String) {
	class := string(hint)
	if c.Name != nil {
		class = string(c.Name.Name)
	}
	if class = printable(class); class == "" {
		return
	}
	m.add(c, class, "new "+class) // the constructor of one that declares none
	for _, element := range c.Body {
		switch element := element.(type) {
		case *ast.MethodDefinition:
			name := printable(string(treewalk.KeyText(element.Key)))
			switch {
			case name == "constructor" && !element.Static:
				m.add(element, class, "new "+class)
				m.add(element, "", "new "+class)
			case element.Kind != ast.PropertyKindMethod:
				m.add(element, name, string(element.Kind)+" "+name+" [as "+name+"]")
			default:
				m.add(element, name, class+"."+name)
			}
		case *ast.FieldDefinition:
			if arrow, ok := element.Initializer.(*ast.ArrowFunctionLiteral); ok {
				name := printable(string(treewalk.KeyText(element.Key)))
				m.add(arrow, "", class+"."+name)
				m.add(arrow, name, class+"."+name)
			}
		}
	}
}

// printable is a name as text; empty for one that goja keeps in UTF-16.
func printable(name string) string { return unistring.String(name).String() }

// nameless adds a function that is none of the methods it may stand in.
func (m *Methods) nameless(node ast.Node) { m.add(node, "", "") }

func (m *Methods) add(node ast.Node, name, shown string) {
	m.list = append(m.list, method{int(node.Idx0()) - 1, int(node.Idx1()) - 1, name, shown})
}

// Shown returns what V8 calls a frame of that function at that place, counted
// as goja counts: columns in bytes.
func (m *Methods) Shown(function string, line, column int) string {
	if m == nil {
		return function
	}
	best := method{start: -1, shown: function}
	for _, candidate := range m.list {
		if candidate.name == function && m.contains(candidate, line, column) && candidate.start > best.start {
			best = candidate
		}
	}
	return best.shown
}

func (m *Methods) contains(c method, line, column int) bool {
	start, end := m.file.Position(c.start), m.file.Position(c.end)
	return cmp.Or(cmp.Compare(start.Line, line), cmp.Compare(start.Column, column)) <= 0 &&
		cmp.Or(cmp.Compare(line, end.Line), cmp.Compare(column, end.Column)) <= 0
}
