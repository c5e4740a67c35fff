package worker

import "testing"

func TestInnermost(t *testing.T) {
	const top = "goroutine 7 [running]:\n"
	const run = "\t/x.go:1 +0x1\ngithub.com/dop251/goja.(*vm).run(0xc0)\n\t/vm.go:1 +0x2\ngithub.com/dop251/goja.(*Runtime).stringproto_split(0xc0)\n"
	for stack, want := range map[string]string{
		"github.com/dlclark/regexp2/v2.(*runner).execute(0xc0)\n\t/r.go:1\ngithub.com/dop251/goja.(*Runtime).regexpproto_test({0x1})\n": "a regular expression",
		"strings.Repeat(0x1)\n\t/s.go:1\ngithub.com/dop251/goja.(*Runtime).stringproto_repeat(0xc0, {0x1})\n":                           "String.prototype.repeat",
		"github.com/dop251/goja.(*Runtime).arrayproto_indexOf(0xc0)\n":                                                                  "Array.prototype.indexOf",
		"github.com/dop251/goja.(*Runtime).string_raw(0xc0)\n":                                                                          "String.raw",
		"math/big.nat.mul(0xc0)\n":                     "arithmetic with a BigInt",
		"rocketscript/engine/internal/clone.x(0xc0)\n": "",
		"": "",
	} {
		if got := innermost(top + stack + run); got != want {
			t.Errorf("%q: got %q, want %q", stack, got, want)
		}
	}
}
