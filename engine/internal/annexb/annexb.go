// Package annexb has what V8 offers besides the core of the language and goja
// does not: Annex B's __defineGetter__ and its kin, Date.prototype.getYear, the
// HTML methods of strings such as bold; isWellFormed and toWellFormed;
// Error.captureStackTrace; RegExp.$1 with the other traces of the last match;
// typed arrays from strings; and what came later, from WeakRef and
// Object.groupBy to the methods of iterators. It is what a comparison of all
// properties of goja's built-in objects with V8's showed to be missing.
//
// Scripts rarely use any of it, and it would double what an idle runtime
// weighs. So a program is asked once, when it is compiled, what it names
// ([Needs]), and only that is installed: a property that is nowhere in the
// text, not even in a string, is one that a script can hardly ask for.
package annexb

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

// A Need is a set of things that a program uses.
type Need int

// What a program may use.
const (
	Members Need = 1 << iota // methods of Object, Date, String and Error
	Statics                  // RegExp.$1 and so on
	Typed                    // typed arrays made from strings
	Later                    // what later versions of the language added
)

// memberNames are the names that V8 has and goja has not. Those that are words
// of everyday count only as members.
var memberNames = []string{
	"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "getYear", "setYear", "toGMTString",
	"captureStackTrace", "isWellFormed", "toWellFormed", "fontcolor", "fontsize",
	".anchor", ".big", ".blink", ".bold", ".fixed", ".italics", ".link", ".small", ".strike", ".sub", ".sup",
	"'anchor'", "'big'", "'blink'", "'bold'", "'fixed'", "'italics'", "'link'", "'small'", "'strike'", "'sub'", "'sup'",
	`"anchor"`, `"big"`, `"blink"`, `"bold"`, `"fixed"`, `"italics"`, `"link"`, `"small"`, `"strike"`, `"sub"`, `"sup"`,
}

var staticNames = []string{
	"RegExp.$", "RegExp[", "RegExp.input", "RegExp.lastMatch", "RegExp.lastParen", "RegExp.leftContext", "RegExp.rightContext",
}

// later finds what only later versions of the language have. Methods that
// arrays have too count where iterators are about.
var later = regexp.MustCompile(`\b(?:WeakRef|FinalizationRegistry|(?:Object|Map)\.groupBy|withResolvers|Promise\.try|fromAsync|asyncIterator|Iterator)\b|\bfor\s+await\b|\basync\s*\*|function\s*\*|\.(?:(?:values|keys|entries)\(\)|matchAll\([^()]*\))\s*\.\s*(?:map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\b`)

// typedArray finds the name of a typed array's class.
var typedArray = regexp.MustCompile(`\d(?:Clamped)?Array\b`)

// Needs tells what the text of a program names.
func Needs(source string) Need {
	var need Need
	named := func(name string) bool { return strings.Contains(source, name) }
	if slices.ContainsFunc(memberNames, named) {
		need |= Members
	}
	if slices.ContainsFunc(staticNames, named) {
		need |= Statics
	}
	if later.MatchString(source) {
		need |= Later
	}
	if named("from") && typedArray.MatchString(source) {
		need |= Typed
	}
	return need
}

//go:embed annexb.js
var membersText string

//go:embed statics.js
var staticsText string

//go:embed later.js
var laterText string

//go:embed typed.js
var typedText string

var (
	members = native.Function("annexb.js", membersText)
	statics = native.Function("statics.js", staticsText)
	added   = native.Function("later.js", laterText)
	typed   = native.Function("typed.js", typedText)
)

// Install adds what is needed to a runtime no script has run in. frames makes
// the lines of a stack as people see them from the interpreter's text; they
// come innermost first, without indentation.
func Install(rt *goja.Runtime, need Need, frames func(stack string) string) {
	if need&Members != 0 {
		members.Run(rt, rt.GlobalObject(), rt.ToValue(func(call goja.FunctionCall) goja.Value {
			return rt.ToValue(below(frames(call.Argument(0).String()), call.Argument(1).String()))
		}))
	}
	if need&Statics != 0 {
		statics.Run(rt, rt.GlobalObject())
	}
	if need&Later != 0 {
		added.Run(rt, rt.GlobalObject())
	}
	if need&Typed != 0 {
		typed.Run(rt, rt.GlobalObject())
	}
}

// below returns the frames as V8 writes them, each on a line of its own, from
// the one that called the named function on; all, if it is not there.
func below(frames, function string) string {
	if frames == "" {
		return ""
	}
	lines := strings.Split(frames, "\n")
	if function != "" {
		if i := slices.IndexFunc(lines, func(line string) bool { return isFrameOf(line, function) }); i >= 0 {
			lines = lines[i+1:]
		}
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("\n    ")
		b.WriteString(line)
	}
	return b.String()
}

func isFrameOf(line, function string) bool {
	shown, _, ok := strings.Cut(strings.TrimPrefix(line, "at "), " (")
	return ok && (shown == function || strings.HasSuffix(shown, "."+function) || shown == "new "+function)
}
