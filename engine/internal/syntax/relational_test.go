package syntax

import (
	"testing"

	"github.com/dop251/goja"
)

// Comparisons of comparisons, with what JavaScript says of them.
func TestComparisonsGroupFromTheLeft(t *testing.T) {
	tests := []struct {
		source string
		want   any
	}{
		{"3 < 2 < 1", true},
		{"10 < 5 < 20", true},
		{"3 < (2 < 1)", false},
		{"3 < ((2 < 1))", false},
		{"3 < (2) < 1", true},
		{"3 < ((2) < 1)", false},
		{"(3 < 2) < 1", true},
		{"3 < (2 + 1) < (1)", true},
		{"5 > 4 > 3 > 2 >= 0", true},
		{"1 < 2 < (3 < 3) < 1", true},
		{"'a' in {a: 1} in {true: 1}", true},
		{"[] instanceof Array in {true: 1}", true},
		{"3 /* ( */ < /* ) */ 2 < 1", true},
		{"(() => 3 < 2 < 1)() && `${3 < 2 < 1}` === 'true'", true},
		{"var n = 0, f = () => ++n; f() > f() < f(), n", int64(3)},
		{"3 < -2 < 1", true},
		{"var y = 2; 3 < y++ < 1", true},
		{"3 < [2][0] < 1", true},
		{"3 < (x => x)(2) < 1", true},
		{"3 < /./.exec('2') < 1 === true", true},
	}
	for _, tt := range tests {
		tree, err := Parse("test.js", tt.source)
		if err != nil {
			t.Errorf("%s: %v", tt.source, err)
			continue
		}
		program, err := goja.CompileAST(tree, false)
		if err != nil {
			t.Errorf("%s: %v", tt.source, err)
			continue
		}
		got, err := goja.New().RunProgram(program)
		if err != nil {
			t.Errorf("%s: %v", tt.source, err)
		} else if got.Export() != tt.want {
			t.Errorf("%s is %v, want %v", tt.source, got, tt.want)
		}
	}
}
