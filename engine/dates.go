package engine

import (
	"regexp"
	"strings"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"

	"rocketscript/engine/internal/locale"
	"rocketscript/engine/internal/treewalk"
)

// mentionsDates tells whether a script may make a Date. Most do not, and need
// no Date of their own.
func mentionsDates(source string) bool {
	return strings.Contains(source, "Date") || strings.Contains(source, "moment")
}

// wordDates makes Dates print their time zone as V8 does, with its long name.
func (s *sandbox) wordDates() {
	if !s.program.dates {
		return
	}
	date, ok := s.rt.Get("Date").(*goja.Object)
	if !ok {
		return
	}
	prototype := date.Get("prototype").ToObject(s.rt)
	for name, layout := range map[string]string{
		"toString":     "Mon Jan 02 2006 15:04:05 GMT-0700",
		"toTimeString": "15:04:05 GMT-0700",
	} {
		original, _ := goja.AssertFunction(prototype.Get(name))
		method := s.native(name, func(call goja.FunctionCall) goja.Value { return s.dateText(call.This, original, layout) })
		if err := prototype.DefineDataProperty(name, method, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err) // nothing ran that could have frozen it
		}
	}
}

// dateText prints a Date. What is none, or not valid, is left to the original.
func (s *sandbox) dateText(this goja.Value, original goja.Callable, layout string) goja.Value {
	if o, ok := this.(*goja.Object); ok && o.ClassName() == "Date" {
		if t, ok := o.Export().(time.Time); ok && 0 <= t.Year() && t.Year() <= 9999 {
			return s.rt.ToValue(t.Format(layout) + " (" + locale.LongZone(t) + ")")
		}
	}
	v, err := original(this)
	if err != nil {
		panic(err)
	}
	return v
}

// dateCall is what a script calls with the text that Date() without new gave.
const dateCall = "%date"

// wordDateCalls changes Date(…) so that its text has the zone's long name too.
func wordDateCalls(tree *ast.Program) {
	w := treewalk.Walker{Expression: func(x ast.Expression) ast.Expression {
		call, ok := x.(*ast.CallExpression)
		if !ok {
			return x
		}
		if id, ok := call.Callee.(*ast.Identifier); !ok || id.Name != "Date" {
			return x
		}
		at := call.LeftParenthesis
		return &ast.CallExpression{
			Callee: &ast.Identifier{Name: dateCall, Idx: at}, LeftParenthesis: at, RightParenthesis: at, ArgumentList: []ast.Expression{call},
		}
	}}
	w.Walk(tree)
}

var zoneAbbreviation = regexp.MustCompile(`^\w{3} \w{3} \d\d \d{4} [\d:]{8} GMT[+-]\d{4} (\([^)]*\))$`)

// dateCallText gives the text of the present moment its zone's long name; a
// script's own function Date may return anything else.
func (s *sandbox) dateCallText(v goja.Value) goja.Value {
	text, ok := v.(goja.String)
	if !ok || !zoneAbbreviation.MatchString(text.String()) {
		return v
	}
	before, _, _ := strings.Cut(text.String(), " (")
	return s.rt.ToValue(before + " (" + locale.LongZone(s.instance.opts.now(s.instance.running).Local()) + ")")
}
