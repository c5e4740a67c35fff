package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/dop251/goja"
)

// A userGlobal is a compiled [Global]. It holds no state.
type userGlobal struct {
	Global
	// code evaluates to a function of module, exports and require, which
	// returns what the file declared under the name. Nil for JSON.
	code *goja.Program
	// expressions is set when it makes regular expressions of our own.
	expressions bool
}

// moduleHead stands before a library, on its first line.
const moduleHead = "(function (module, exports, require) { "

// compileGlobal compiles a library. One that is not JavaScript gives an
// *[Exception] with the place in its file.
func compileGlobal(g Global) (*userGlobal, error) {
	if strings.HasSuffix(g.File, ".json") {
		return &userGlobal{Global: g}, g.checkJSON()
	}
	source := moduleHead + g.Source + "\n;return typeof " + g.Name + " === 'undefined' ? undefined : " + g.Name + "; })"
	// Faults are told as those of a script, with lines and columns of the file.
	file := &Program{name: g.File, source: source}
	tree, err := file.parse()
	if err != nil {
		return nil, g.fault(file.syntaxError(err))
	}
	if err := file.translateExpressions(tree); err != nil {
		return nil, g.fault(err)
	}
	code, err := goja.CompileAST(tree, false)
	if err != nil {
		return nil, g.fault(file.syntaxError(err))
	}
	return &userGlobal{g, code, file.expressions}, nil
}

func (g Global) checkJSON() error {
	var v any
	err := json.Unmarshal([]byte(g.Source), &v)
	if err == nil {
		return nil
	}
	x := &Exception{Name: "SyntaxError", Message: "the global " + g.Name + " is not JSON: " + err.Error(), File: g.File}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		before := g.Source[:max(0, syntax.Offset-1)]
		x.Line = 1 + strings.Count(before, "\n")
		x.Column = len(before) - strings.LastIndexByte(before, '\n')
	}
	return x
}

// moduleSyntax finds what only an ES module says.
var moduleSyntax = regexp.MustCompile(`(?m)^\s*(export|import)[\s{*]`)

// fault takes the wrapping out of the position of a syntax error, and says
// what to do about an ES module.
func (g Global) fault(x *Exception) *Exception {
	if x.Line == 1 {
		x.Column = max(1, x.Column-len(moduleHead))
	}
	if moduleSyntax.MatchString(g.Source) {
		x.Message += ": this is an ES module; the global " + g.Name + " needs the library's CommonJS or browser build"
	}
	return x
}

// newUserGlobal evaluates a library for this sandbox.
func (s *sandbox) newUserGlobal(g *userGlobal) goja.Value {
	if g.code == nil {
		v, err := s.realm.Parse(g.Source)
		if err != nil {
			panic(s.rt.NewTypeError("the global %s cannot be loaded: %s: %v", g.Name, g.File, err))
		}
		return v
	}
	function, err := s.rt.RunProgram(g.code)
	if err != nil {
		panic(err)
	}
	evaluate, _ := goja.AssertFunction(function) // by compileGlobal
	module, exports := s.rt.NewObject(), s.rt.NewObject()
	if err := module.Set("exports", exports); err != nil {
		panic(err)
	}
	declared, err := evaluate(s.rt.GlobalObject(), module, exports, s.native("require", s.require))
	if err != nil {
		panic(s.userGlobalError(g, err))
	}
	exported := module.Get("exports")
	switch {
	case exported != exports || len(exports.Keys()) > 0:
		return exported
	case !goja.IsUndefined(declared):
		return declared
	}
	panic(s.rt.NewTypeError("%s gives no %s: a file under globals sets module.exports, or declares the name", g.File, g.Name))
}

// userGlobalError is what a script gets that asks for a library which fails.
// What cannot be caught, such as the deadline, stays as it is.
func (s *sandbox) userGlobalError(g *userGlobal, err error) any {
	if isUncatchable(err) {
		return err
	}
	x, stopped := s.exception(err)
	if stopped != nil {
		return stopped
	}
	text := x.Message
	if x.Name != "" {
		text = x.Name + ": " + text
	}
	where := ""
	if thrown, ok := err.(*goja.Exception); ok { //nolint:errorlint // see sandbox.exception
		where = firstFrame(g, thrown)
	}
	return s.rt.NewTypeError("the global %s cannot be loaded: %s%s", g.Name, text, where)
}

// firstFrame tells where in the library an exception came from.
func firstFrame(g *userGlobal, thrown *goja.Exception) string {
	for _, f := range thrown.Stack() {
		if f.SrcName() == g.File {
			position := f.Position()
			return fmt.Sprintf(" (%s:%d)", g.File, position.Line)
		}
	}
	return ""
}

// modules are the globals that npm knows under another name.
var modules = map[string]string{"underscore": "_", "underscore.string": "s"}

// require gives a library what it stands on: any global.
func (s *sandbox) require(call goja.FunctionCall) goja.Value {
	name := call.Argument(0).String()
	global := name
	if known, ok := modules[name]; ok {
		global = known
	}
	if v := s.rt.GlobalObject().Get(global); v != nil {
		return v
	}
	panic(s.rt.NewTypeError("Cannot find module '%s': list it under globals, before what needs it", name))
}
