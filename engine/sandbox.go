package engine

import (
	"errors"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/annexb"
	"rocketscript/engine/internal/arraysort"
	"rocketscript/engine/internal/dates"
	"rocketscript/engine/internal/inspect"
	"rocketscript/engine/internal/jsstring"
	"rocketscript/engine/internal/jsvalue"
	"rocketscript/engine/internal/locale"
	"rocketscript/engine/internal/regex"
	"rocketscript/engine/internal/wording"
)

// A sandbox is one goja runtime with a script in it. It belongs to the
// goroutine of its instance.
type sandbox struct {
	instance  *Instance
	program   *Program
	rt        *goja.Runtime
	realm     *jsvalue.Realm
	inspector *inspect.Inspector
	// seen is what the instrumented script reported of null and undefined.
	seen wording.Seen
	// script is the Script object; nil until load.
	script *goja.Object
	// expressions are the regular expressions; nil if the script needs none of
	// our own.
	expressions *regex.Expressions
	// deeper is what functions that call themselves call; nil until one does.
	deeper *goja.Object
	// platform is nil until a script asks for one of its globals.
	platform *platform

	trampoline goja.Callable
	entered    func()
}

func newSandbox(in *Instance) *sandbox {
	rt := goja.New()
	s := &sandbox{instance: in, program: in.program, rt: rt, realm: jsvalue.NewRealm(rt)}
	s.realm.DateText = dates.Text
	s.inspector = inspect.New(rt, s.realm, s.program.showStack)
	s.trampoline, _ = goja.AssertFunction(s.native("enter", func(goja.FunctionCall) goja.Value {
		s.entered()
		return goja.Undefined()
	}))
	rt.SetParserOptions(parser.WithDisableSourceMaps)                 // for eval
	rt.SetMaxCallStackSize(in.opts.StackDepth + in.opts.StackDepth/4) // see package recursion
	rt.SetTimeSource(func() time.Time { return in.opts.now(in.running) })
	rt.SetRandSource(func() float64 { return in.opts.random(in.running) })
	rt.SetAsyncContextTracker((*tracker)(in))
	s.addGlobals()
	dates.Install(rt, s.program.dates)
	jsstring.Install(rt, s.program.strings)
	if s.program.sorts {
		arraysort.Install(rt)
	}
	if s.program.expressions {
		s.expressions = regex.Install(rt, regex.Options{
			Interrupted: in.isInterrupted, Shared: s.program.needs&annexb.Statics != 0, Getters: regex.Needs(s.program.source),
		})
	}
	annexb.Install(rt, s.program.needs, s.program.showStack)
	if s.program.localized {
		locale.Replace(rt)
	}
	s.hearRejections()
	return s
}

// setGlobal defines a global the way built-ins are: a script may declare the
// same name in any way.
func (s *sandbox) setGlobal(name string, value goja.Value) {
	if err := s.rt.GlobalObject().DefineDataProperty(name, value, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // a fresh global object takes any property
	}
}

// native makes a function with a name of its own; goja would show the Go
// function's path in stacks.
func (s *sandbox) native(name string, f func(goja.FunctionCall) goja.Value) *goja.Object {
	fn := s.rt.ToValue(f).ToObject(s.rt)
	if err := fn.DefineDataProperty("name", s.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return fn
}

// enter runs f as a function called by JavaScript, so that what getters and
// proxies throw, and interrupts, come back as an error with their stack.
func (s *sandbox) enter(f func()) error {
	s.entered = f
	_, err := s.trampoline(goja.Undefined())
	return err
}

// load evaluates the script and makes its Script object.
func (s *sandbox) load() error {
	if _, err := s.rt.RunProgram(s.program.code); err != nil {
		return err
	}
	var class goja.Value
	if err := s.enter(func() { class = s.rt.Get("Script") }); err != nil {
		return err
	}
	if class == nil || goja.IsUndefined(class) {
		return &Exception{Name: "ReferenceError", File: s.program.name,
			Message: "Script is not defined: the file must declare class Script { process_incoming_request({ request }) { … } }"}
	}
	construct, ok := goja.AssertConstructor(class)
	if !ok {
		return &Exception{Name: "TypeError", File: s.program.name, Message: "Script is not a constructor: it must be a class or a function"}
	}
	script, err := construct(nil)
	if err != nil {
		return err
	}
	s.script = script
	return nil
}

// incoming is the method that scripts handle requests with.
const incoming = "process_incoming_request"

// errNoMethod is returned by invoke for a script without the method.
var errNoMethod = errors.New("the script has no " + incoming)

// invoke calls the script's method. The value may be set together with an
// error: then the method had returned, and code running on after it was
// interrupted.
func (s *sandbox) invoke(c *call) (goja.Value, error) {
	var method goja.Value
	if err := s.enter(func() { method = s.script.Get(incoming) }); err != nil {
		return nil, err
	}
	call, ok := goja.AssertFunction(method)
	if !ok {
		return nil, errNoMethod
	}
	c.request = s.request(c.Request)
	return call(s.script, s.realm.Object(jsvalue.Member{Name: "request", Value: c.request}))
}

// exception describes an error of the interpreter. The error it returns is one
// that stopped the code of the script which describing a value ran.
//
// The errors are told apart by type alone: errors.As would ask a thrown value
// for its prototype, outside the runtime, and a script could answer for ever.
func (s *sandbox) exception(err error) (*Exception, error) {
	switch err := err.(type) { //nolint:errorlint // as said above
	case *Exception:
		return err, nil
	case *goja.StackOverflowError:
		x := &Exception{Name: "RangeError", Message: "Maximum call stack size exceeded", File: s.program.name}
		s.program.place(x, s.program.frames(err.Stack()))
		return x, nil
	case *goja.Exception:
		return s.describe(err.Value(), s.program.frames(err.Stack()))
	}
	return &Exception{Name: "Error", Message: err.Error(), File: s.program.name}, nil
}

// describe is thrown, run where what the value's own code does is caught.
func (s *sandbox) describe(v goja.Value, frames []frame) (*Exception, error) {
	var x *Exception
	err := s.enter(func() { x = s.thrown(v, frames) })
	switch {
	case err == nil:
		return x, nil
	case isUncatchable(err):
		return nil, err
	}
	x = &Exception{Name: "Error", Message: "the script threw a value that cannot be shown", File: s.program.name}
	s.program.place(x, frames)
	return x, nil
}

// A tracker tells the instance whose code runs when promises continue it.
type tracker Instance

// Grab returns the call whose code asks to be continued.
func (t *tracker) Grab() any { return (*Instance)(t).running }

// Resumed gives the runtime back to the call that waited.
func (t *tracker) Resumed(waiting any) {
	if c, ok := waiting.(*call); ok {
		(*Instance)(t).resume(c)
	}
}

// Exited returns to the call whose turn it is.
func (t *tracker) Exited() { (*Instance)(t).resume(t.turn) }
