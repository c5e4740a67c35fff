package wire

import (
	"time"

	"rocketscript/engine"
)

// Settings are what a worker needs to know before it runs anything.
type Settings struct {
	// Zone is the name of the time zone scripts see; empty means the machine's.
	Zone string
	// Processors is how many of them the worker may use at the same time.
	Processors int
	// Memory is how far a call may make the worker grow, in bytes.
	Memory int64
	// The limits of engine.Options.
	ConsoleBytes, ConsoleLines, ResultBytes, StackDepth, HTTPCalls int
	HTTPBytes                                                      int64
	Grace                                                          time.Duration
	// Confine has the worker give up files, network and all else it can.
	Confine bool
	// HTTP tells whether the parent makes HTTP calls at all.
	HTTP bool
}

func (m *Settings) fields(c *codec) {
	text(c, &m.Zone)
	c.int(&m.Processors)
	c.int64(&m.Memory)
	c.int(&m.ConsoleBytes)
	c.int(&m.ConsoleLines)
	c.int(&m.ResultBytes)
	c.int(&m.StackDepth)
	c.int(&m.HTTPCalls)
	c.int64(&m.HTTPBytes)
	c.duration(&m.Grace)
	c.bool(&m.Confine)
	c.bool(&m.HTTP)
}

// Ready tells what a worker did to lock itself in, and what it could not.
type Ready struct{ Steps []Step }

// A Step is one measure that keeps a worker from the machine.
type Step struct {
	Name string
	// Fault is why it was not possible; empty when it was.
	Fault string
}

func (m *Ready) fields(c *codec) {
	list(c, &m.Steps, func(s *Step) {
		text(c, &s.Name)
		text(c, &s.Fault)
	})
}

// A Script is an engine.Script.
type Script engine.Script

func (m *Script) fields(c *codec) {
	text(c, &m.ID)
	text(c, &m.Name)
	text(c, &m.Source)
	text(c, &m.Compat)
	list(c, &m.Globals, func(g *engine.Global) {
		text(c, &g.Name)
		text(c, &g.File)
		text(c, &g.Source)
	})
}

// A Check asks for the check of a script.
type Check struct{ Script uint64 }

func (m *Check) fields(c *codec) { c.uint(&m.Script) }

// A Run is a call of a script.
type Run struct {
	Script uint64
	Call   engine.Call
}

func (m *Run) fields(c *codec) {
	c.uint(&m.Script)
	c.duration(&m.Call.Timeout)
	c.duration(&m.Call.Spent)
	c.time(&m.Call.Now)
	optional(c, &m.Call.Random, c.float)
	r := &m.Call.Request
	text(c, &r.Target)
	text(c, &r.Params.IntegrationID)
	text(c, &r.Params.UserID)
	text(c, &r.Params.Token)
	headers(c, &r.Headers)
	text(c, &r.Body)
	// Most senders post the JSON that becomes the content: it goes once.
	same := r.Content == r.Body
	if c.bool(&same); same {
		r.Content = r.Body
	} else {
		text(c, &r.Content)
	}
	text(c, &r.User.ID)
	text(c, &r.User.Name)
	text(c, &r.User.Username)
}

func headers(c *codec, v *[]engine.Header) {
	list(c, v, func(h *engine.Header) {
		text(c, &h.Name)
		text(c, &h.Value)
	})
}

// A Result is an engine.Result.
type Result engine.Result

func (m *Result) fields(c *codec) {
	text(c, &m.Outcome)
	bytes(c, &m.Returned)
	bytes(c, &m.Content)
	bytes(c, &m.Error)
	bytes(c, &m.Response)
	bytes(c, &m.User)
	list(c, &m.Objects, func(o *engine.Object) {
		text(c, &o.Path)
		text(c, &o.Text)
	})
	optional(c, &m.Exception, func(x *engine.Exception) { exception(c, x) })
	console(c, &m.Console)
	c.int(&m.ConsoleDropped)
	list(c, &m.HTTP, func(h *engine.HTTPCall) { httpCall(c, h) })
	c.duration(&m.Duration)
	text(c, &m.StateLost)
}

func console(c *codec, v *[]engine.ConsoleLine) {
	list(c, v, func(l *engine.ConsoleLine) {
		text(c, &l.Level)
		text(c, &l.Text)
	})
}

func exception(c *codec, x *engine.Exception) {
	text(c, &x.Name)
	text(c, &x.Message)
	text(c, &x.File)
	c.int(&x.Line)
	c.int(&x.Column)
	text(c, &x.Stack)
}

func httpCall(c *codec, h *engine.HTTPCall) {
	text(c, &h.Method)
	text(c, &h.URL)
	list(c, &h.Redirects, func(s *string) { text(c, s) })
	headers(c, &h.RequestHeaders)
	text(c, &h.RequestBody)
	c.int(&h.RequestBytes)
	c.int(&h.Status)
	headers(c, &h.ResponseHeaders)
	text(c, &h.ResponseBody)
	c.int(&h.ResponseBytes)
	text(c, &h.Error)
	c.float(&h.DurationMS)
}

// A Checked is the outcome of a Check; a nil Fault says that the script is good.
type Checked struct{ Fault *engine.Exception }

func (m *Checked) fields(c *codec) {
	optional(c, &m.Fault, func(x *engine.Exception) { exception(c, x) })
}

// An Unrun says why a call has no result.
type Unrun struct{ Reason string }

func (m *Unrun) fields(c *codec) { text(c, &m.Reason) }

// A Place says where in the interpreter a call is, for people.
type Place struct{ Text string }

func (m *Place) fields(c *codec) { text(c, &m.Text) }

// A Console is lines that a call has printed.
type Console struct{ Lines []engine.ConsoleLine }

func (m *Console) fields(c *codec) { console(c, &m.Lines) }

// An Exchange is an HTTP request of a script.
type Exchange engine.HTTPRequest

func (m *Exchange) fields(c *codec) {
	text(c, &m.ScriptID)
	text(c, &m.Method)
	text(c, &m.URL)
	headers(c, &m.Headers)
	bytes(c, &m.Body)
	c.int64(&m.MaxBytes)
	c.bool(&m.Insecure)
	c.bool(&m.Plain)
}

// An Answer is what came of an Exchange; Fault is nil when there is a response.
type Answer struct {
	Response engine.HTTPResponse
	Fault    *engine.HTTPError
}

func (m *Answer) fields(c *codec) {
	c.int(&m.Response.Status)
	text(c, &m.Response.StatusText)
	headers(c, &m.Response.Headers)
	bytes(c, &m.Response.Body)
	optional(c, &m.Fault, func(f *engine.HTTPError) {
		text(c, &f.Kind)
		text(c, &f.Code)
		text(c, &f.Message)
	})
}

// A Log is a line for the log, with attributes as text.
type Log struct {
	Level      int
	Message    string
	Attributes []Attribute
}

// An Attribute belongs to a Log.
type Attribute struct{ Key, Value string }

func (m *Log) fields(c *codec) {
	c.int(&m.Level)
	text(c, &m.Message)
	list(c, &m.Attributes, func(a *Attribute) {
		text(c, &a.Key)
		text(c, &a.Value)
	})
}
