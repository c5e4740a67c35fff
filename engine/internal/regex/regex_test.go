package regex_test

import (
	"regexp"
	"strings"
	"testing"

	"rocketscript/engine/internal/regex"
)

func TestExpandLeavesAlone(t *testing.T) {
	tests := []struct{ pattern, flags string }{
		{`\p{L}`, "g"}, {`\\p{L}`, "u"}, {`\p{Nonsense}`, "u"}, {`\p{L`, "u"}, {`a`, "u"}, {`(?<=a)b`, "u"}, {``, "u"}, {`\`, "u"},
		{`\bx`, ""}, {`\bx`, "i"}, {`[\b]`, "g"}, {`\\b`, "g"}, {`x\`, "g"},
	}
	for _, tt := range tests {
		if got := regex.Expand(tt.pattern, tt.flags); got != tt.pattern {
			t.Errorf("Expand(%q, %q) = %.100q", tt.pattern, tt.flags, got)
		}
	}
}

// FuzzExpand holds that what Go's regexp takes stays what it takes.
func FuzzExpand(f *testing.F) {
	for _, pattern := range []string{`\p{L}`, `[^\P{Lu}x]`, `\p{Script=Greek}+`, `[\p{Emoji}]`, `\\p{L}`, `[`, `\p{`} {
		f.Add(pattern)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		got := regex.Expand(pattern, "u")
		if got == pattern || strings.Contains(got, `\u`) || strings.Contains(got, "(?=)") || strings.Contains(got, "(?<=") {
			return
		}
		if _, err := regexp.Compile(pattern); err != nil {
			return
		}
		if _, err := regexp.Compile(got); err != nil && !strings.Contains(err.Error(), "repeat") && !strings.Contains(err.Error(), "large") {
			t.Errorf("%q became %.200q: %v", pattern, got, err)
		}
	})
}
