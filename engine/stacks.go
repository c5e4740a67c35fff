package engine

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/wording"
)

// nativeLine is a frame of a built-in function as goja writes it.
var nativeLine = regexp.MustCompile(`^\tat (?:(.*) )?\(native\)$`)

// v8Frames is how many frames V8 keeps.
const v8Frames = 10

// stackInV8 writes the lines of a stack as V8 does. Functions of the engine's
// own do not show.
func (p *Program) stackInV8(lines string) string {
	var b strings.Builder
	shown := 0
	for line := range strings.Lines(lines) {
		if text := p.frameInV8(strings.TrimSuffix(line, "\n")); text != "" && shown < v8Frames {
			b.WriteString("\n    at " + text)
			shown++
		}
	}
	return b.String()
}

func (p *Program) frameInV8(line string) string {
	if m := nativeLine.FindStringSubmatch(line); m != nil {
		if strings.HasPrefix(m[1], "%") {
			return ""
		}
		return wording.BuiltIn(m[1]) + " (<anonymous>)"
	}
	m := stackLine.FindStringSubmatch(line)
	if m == nil || m[2] != p.name {
		return ""
	}
	row, _ := strconv.Atoi(m[3]) // digits, by the expression
	col, _ := strconv.Atoi(m[4])
	name := m[1]
	if name == "<anonymous>" {
		name = ""
	}
	position := p.name + ":" + m[3] + ":" + strconv.Itoa(p.column(row, col))
	if name = p.methods.Shown(name, row, col); name != "" {
		return name + " (" + position + ")"
	}
	return position
}

// stackHeader is the first line of a stack.
func (s *sandbox) stackHeader(o *goja.Object, message string) string {
	name := cmp.Or(s.inspector.Text(o, "name"), "Error")
	if message == "" {
		return name
	}
	return name + ": " + message
}

// withoutConstructors drops the frames of the constructors of a script's own
// error class, as V8 does.
func (s *sandbox) withoutConstructors(o *goja.Object, stack string) string {
	class := o.Prototype()
	if class == nil || slices.Contains(class.GetOwnPropertyNames(), "name") {
		return stack
	}
	for strings.HasPrefix(stack, "\n    at new ") {
		end := strings.IndexByte(stack[1:], '\n')
		if end < 0 {
			break
		}
		stack = stack[end+1:]
	}
	return stack
}
