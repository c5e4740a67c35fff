package engine

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// Error returns "FILE:LINE:COLUMN: NAME: MESSAGE", without the parts that are
// not known.
func (x *Exception) Error() string {
	var b strings.Builder
	if x.File != "" {
		b.WriteString(x.File)
		if x.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", x.Line, x.Column)
		}
		b.WriteString(": ")
	}
	if x.Name != "" {
		b.WriteString(x.Name)
		if x.Message != "" {
			b.WriteString(": ")
		}
	}
	b.WriteString(x.Message)
	return b.String()
}

// How much is kept of what a script throws, in bytes: it goes into the log and
// the execution.
const (
	maxName    = 200
	maxMessage = 8 << 10
	maxStack   = 16 << 10
)

// clipped bounds what x says. A nil x is nil.
func (x *Exception) clipped() *Exception {
	if x == nil || len(x.Name) <= maxName && len(x.Message) <= maxMessage && len(x.Stack) <= maxStack {
		return x
	}
	short := *x
	short.Name, short.Message, short.Stack = clip(x.Name, maxName), clip(x.Message, maxMessage), clip(x.Stack, maxStack)
	return &short
}

// clip cuts text to a length in bytes, and says how much is missing.
func clip(text string, room int) string {
	if len(text) <= room {
		return text
	}
	return strings.ToValidUTF8(text[:room], "") + fmt.Sprintf("… (%d more bytes)", len(text)-room)
}

// A frame is one line of a JavaScript stack, within the script itself.
type frame struct {
	function     string
	line, column int
}

// place gives an Exception the position and the stack of these frames, the
// innermost first.
func (p *Program) place(x *Exception, frames []frame) {
	if len(frames) == 0 {
		return
	}
	x.File, x.Line, x.Column = p.name, frames[0].line, frames[0].column
	x.Stack = p.stackText(frames)
}

func (p *Program) stackText(frames []frame) string {
	lines := make([]string, len(frames))
	for i, f := range frames {
		position := fmt.Sprintf("%s:%d:%d", p.name, f.line, f.column)
		if f.function != "" {
			position = f.function + " (" + position + ")"
		}
		lines[i] = "at " + position
	}
	return strings.Join(lines, "\n")
}

// maxFrames bounds the stack that is kept of an endless recursion.
const maxFrames = 20

// frames picks the frames of the script out of a captured stack.
func (p *Program) frames(stack []goja.StackFrame) []frame {
	var frames []frame
	for _, f := range stack {
		if f.SrcName() != p.name || len(frames) == maxFrames {
			continue
		}
		function := f.FuncName()
		if function == "<anonymous>" {
			function = ""
		}
		position := f.Position()
		frames = append(frames, frame{p.methods.Shown(function, position.Line, position.Column), position.Line, p.column(position.Line, position.Column)})
	}
	return frames
}

// stackLine is a frame as goja writes it into the stack of an Error; the last
// number is an offset into the compiled code.
var stackLine = regexp.MustCompile(`^\tat (?:(.*) \()?(.+):(\d+):(\d+)\(\d+\)\)?$`)

// v8Line is a frame as sandbox.reword writes it, with what the function is called
// and the column as people see them.
var v8Line = regexp.MustCompile(`^    at (?:(.*) \()?(.+):(\d+):(\d+)\)?$`)

// parseStack picks the frames of the script out of the stack text of an Error.
func (p *Program) parseStack(text string) []frame {
	var frames []frame
	// A script may give an Error any text for its stack.
	for line := range strings.Lines(text[:min(len(text), 4*maxStack)]) {
		line = strings.TrimSuffix(line, "\n")
		m := v8Line.FindStringSubmatch(line)
		reworded := m != nil
		if !reworded {
			m = stackLine.FindStringSubmatch(line)
		}
		if m == nil || m[2] != p.name || len(frames) == maxFrames {
			continue
		}
		row, _ := strconv.Atoi(m[3]) // digits, by the expression
		column, _ := strconv.Atoi(m[4])
		if reworded {
			frames = append(frames, frame{m[1], row, column})
			continue
		}
		frames = append(frames, frame{p.methods.Shown(m[1], row, column), row, p.column(row, column)})
	}
	return frames
}

// showStack is the stack of an Error as people see it in the console.
func (p *Program) showStack(text string) string { return p.stackText(p.parseStack(text)) }

// thrown describes a value that was thrown, or with which a promise was
// rejected. An Error knows where it was made; for anything else frames tell
// where it was thrown. It may run code of the script: see sandbox.enter.
func (s *sandbox) thrown(v goja.Value, frames []frame) *Exception {
	s.reword(v)
	x := &Exception{File: s.program.name}
	o, ok := v.(*goja.Object)
	switch {
	case !ok:
		x.Message = s.inspector.Format([]goja.Value{v})
	case o.ClassName() == "Error":
		x.Name, x.Message = s.inspector.ErrorName(o), s.inspector.Text(o, "message")
		if own := s.platform.said(o); own != nil {
			x.Name, x.Message = s.inspector.Text(own, "name"), s.inspector.Text(own, "message")
		}
		if made := s.program.parseStack(s.stackOf(o)); len(made) > 0 {
			frames = made
		}
	case s.inspector.Text(o, "message") != "":
		x.Name, x.Message = s.inspector.Text(o, "name"), s.inspector.Text(o, "message")
	default:
		x.Message = s.inspector.Inspect(o)
	}
	s.program.place(x, frames)
	return x
}

// stackOf reads the stack of an Error. goja makes its text when it is first
// asked for, from name and message, which may be getters that throw.
func (s *sandbox) stackOf(o *goja.Object) (text string) {
	_ = s.rt.Try(func() { text = s.inspector.Text(o, "stack") }) // then there is none
	return text
}
