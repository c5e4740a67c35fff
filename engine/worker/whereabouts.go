package worker

import (
	"regexp"
	"runtime"
	"strings"
)

// whereabouts says which built-in function a script is in that does not come
// back from it; empty when that is not known, or many scripts run.
func whereabouts() string {
	stacks := make([]byte, 256<<10)
	stacks = stacks[:runtime.Stack(stacks, true)]
	found := ""
	for stack := range strings.SplitSeq(string(stacks), "\n\n") {
		if !strings.Contains(stack, interpreter) {
			continue
		}
		if found != "" {
			return ""
		}
		found = innermost(stack)
	}
	return found
}

// interpreter is the function that runs a script's instructions; what stands
// above it in a stack is what the script has called.
const interpreter = "github.com/dop251/goja.(*vm).run("

// innermost names the built-in function at the top of a stack, as far as it
// is told by the names of Go's functions.
func innermost(stack string) string {
	for line := range strings.Lines(stack) {
		switch {
		case strings.HasPrefix(line, interpreter):
			return ""
		case strings.HasPrefix(line, "github.com/dlclark/regexp2/"), strings.HasPrefix(line, "regexp."):
			return "a regular expression"
		case strings.HasPrefix(line, "math/big."):
			return "arithmetic with a BigInt"
		}
		if m := builtin.FindStringSubmatch(line); m != nil {
			return classes[m[1]] + m[2]
		}
	}
	return ""
}

// builtin is how goja calls what implements a method.
var builtin = regexp.MustCompile(`^github\.com/dop251/goja\.\(\*Runtime\)\.(arrayproto|stringproto|typedArrayProto|regexpproto|builtinJSON|string|array|mapProto|setProto)_([a-z]\w*)\(`)

// classes are whose methods those are.
var classes = map[string]string{
	"array": "Array.", "arrayproto": "Array.prototype.", "string": "String.", "stringproto": "String.prototype.",
	"typedArrayProto": "TypedArray.prototype.", "regexpproto": "RegExp.prototype.", "builtinJSON": "JSON.",
	"mapProto": "Map.prototype.", "setProto": "Set.prototype.",
}
