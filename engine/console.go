package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// A transcript is the console of one call. It is guarded by the instance's
// mutex, since a call that cannot be stopped is answered while it runs.
type transcript struct {
	lines   []ConsoleLine
	bytes   int
	dropped int
	// indent is how many console.group are open.
	indent int
}

// full tells whether a further line would be dropped.
func (t *transcript) full(o Options) bool {
	return len(t.lines) >= o.ConsoleLines || t.bytes >= o.ConsoleBytes
}

func (t *transcript) add(o Options, level, text string) {
	if t.full(o) {
		t.dropped++
		return
	}
	if t.indent > 0 {
		margin := strings.Repeat("  ", min(t.indent, 20))
		text = margin + strings.ReplaceAll(text, "\n", "\n"+margin)
	}
	text = jsvalue.ValidUTF8(text)
	text = clip(text, o.ConsoleBytes-t.bytes)
	t.bytes += len(text)
	t.lines = append(t.lines, ConsoleLine{Level: level, Text: text})
}

// A console is what scripts know as console: Node's methods, writing to the
// transcript of the call whose code calls them. A method is made when a script
// first asks for it; most use one or two of the two dozen.
type console struct {
	*sandbox
	made   map[string]goja.Value
	order  []string
	counts map[string]int
	timers map[string]time.Time
}

func (s *sandbox) newConsole() goja.Value {
	c := &console{sandbox: s, made: make(map[string]goja.Value), order: consoleMethods}
	return s.rt.NewDynamicObject(c)
}

// consoleMethods are the names of the methods, in Node's order.
var consoleMethods = []string{
	"log", "warn", "dir", "time", "timeEnd", "timeLog", "trace", "assert", "clear", "count", "countReset", "group", "groupEnd",
	"table", "debug", "info", "dirxml", "error", "groupCollapsed", "profile", "profileEnd", "timeStamp",
}

// method returns what a method does; nil when there is none of that name.
func (c *console) method(name string) func([]goja.Value) {
	switch name {
	case "log", "info", "warn", "error", "debug":
		return c.at(name)
	case "dirxml":
		return c.at("log")
	case "table":
		return c.table
	case "dir":
		return c.dir
	case "trace":
		return c.trace
	case "assert":
		return c.assert
	case "count":
		return c.count
	case "countReset":
		return c.countReset
	case "time":
		return c.time
	case "timeLog":
		return c.timeLog
	case "timeEnd":
		return c.timeEnd
	case "group", "groupCollapsed":
		return c.group
	case "groupEnd":
		return c.groupEnd
	case "clear", "profile", "profileEnd", "timeStamp":
		// These speak to a screen or a debugger, which nobody watches here.
		return func([]goja.Value) {}
	}
	return nil
}

// Get returns a member; it is part of [goja.DynamicObject], as are the next.
func (c *console) Get(name string) goja.Value {
	if v, ok := c.made[name]; ok {
		return v
	}
	f := c.method(name)
	if f == nil || !c.Has(name) {
		return nil
	}
	v := c.native(name, func(call goja.FunctionCall) goja.Value {
		f(call.Arguments)
		return goja.Undefined()
	})
	c.made[name] = v
	return v
}

// Set lets scripts put their own methods in place.
func (c *console) Set(name string, v goja.Value) bool {
	if !c.Has(name) {
		c.order = append(slices.Clip(c.order), name)
	}
	c.made[name] = v
	return true
}

// Has tells whether there is a member.
func (c *console) Has(name string) bool { return slices.Contains(c.order, name) }

// Delete removes a member.
func (c *console) Delete(name string) bool {
	c.order = slices.DeleteFunc(slices.Clone(c.order), func(n string) bool { return n == name })
	delete(c.made, name)
	return true
}

// Keys lists the members.
func (c *console) Keys() []string { return c.order }

// at returns a method that writes its arguments under a level.
func (c *console) at(level string) func([]goja.Value) {
	return func(args []goja.Value) { c.write(level, args...) }
}

func (c *console) write(level string, args ...goja.Value) {
	c.instance.transcribe(level, func() string { return c.format(args) })
}

func (c *console) print(level, text string) {
	c.instance.transcribe(level, func() string { return text })
}

func (c *console) table(args []goja.Value) {
	c.instance.transcribe("log", func() string { return c.shown(func() string { return c.inspector.Table(args) }) })
}

// format shows the arguments.
func (c *console) format(args []goja.Value) string {
	return c.shown(func() string { return c.inspector.Format(args) })
}

// shown is what show makes. What a value's own code throws while it is shown
// stays inside: logging never makes a script fail.
func (c *console) shown(show func() string) (text string) {
	if thrown := c.rt.Try(func() { text = show() }); thrown != nil {
		return "[a value that cannot be shown]"
	}
	return text
}

func (c *console) trace(args []goja.Value) {
	frames := c.program.stackText(c.program.frames(c.rt.CaptureCallStack(0, nil)))
	c.instance.transcribe("trace", func() string {
		text := strings.TrimSuffix("Trace: "+c.format(args), ": ")
		if frames == "" {
			return text
		}
		return text + "\n    " + strings.ReplaceAll(frames, "\n", "\n    ")
	})
}

func (c *console) dir(args []goja.Value) {
	c.instance.transcribe("log", func() string { return c.shown(func() string { return c.inspector.Dir(args) }) })
}

func (c *console) assert(args []goja.Value) {
	if len(args) > 0 && args[0].ToBoolean() {
		return
	}
	if len(args) < 2 {
		c.print("warn", "Assertion failed")
		return
	}
	c.instance.transcribe("warn", func() string { return "Assertion failed: " + c.format(args[1:]) })
}

// label is the first argument as text, "default" without one.
func (c *console) label(args []goja.Value) string {
	if len(args) == 0 || goja.IsUndefined(args[0]) {
		return "default"
	}
	return c.format(args[:1])
}

func (c *console) count(args []goja.Value) {
	label := c.label(args)
	if c.counts == nil {
		c.counts = make(map[string]int)
	}
	c.counts[label]++
	c.print("log", fmt.Sprintf("%s: %d", label, c.counts[label]))
}

func (c *console) countReset(args []goja.Value) { delete(c.counts, c.label(args)) }

func (c *console) time(args []goja.Value) {
	if c.timers == nil {
		c.timers = make(map[string]time.Time)
	}
	c.timers[c.label(args)] = c.instance.opts.now(c.instance.running)
}

func (c *console) timeLog(args []goja.Value) { c.elapsed(c.label(args), args[min(1, len(args)):]) }

func (c *console) timeEnd(args []goja.Value) {
	label := c.label(args)
	c.elapsed(label, nil)
	delete(c.timers, label)
}

func (c *console) elapsed(label string, args []goja.Value) {
	started, ok := c.timers[label]
	if !ok {
		c.print("warn", fmt.Sprintf("no timer called %q is running", label))
		return
	}
	took := c.instance.opts.now(c.instance.running).Sub(started)
	text := fmt.Sprintf("%s: %.3fms", label, took.Seconds()*1000)
	if len(args) > 0 {
		text += " " + c.format(args)
	}
	c.print("log", text)
}

func (c *console) group(args []goja.Value) {
	if len(args) > 0 {
		c.write("log", args...)
	}
	c.instance.indent(1)
}

func (c *console) groupEnd([]goja.Value) { c.instance.indent(-1) }
