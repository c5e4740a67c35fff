package message

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

func TestCutText(t *testing.T) {
	fence := "```"
	for _, c := range []struct {
		name, text string
		limit      int
		want       string
	}{
		{"line end", "first line of it\nsecond line which is rather long", 44, "first line of it\n… (33 more characters)"},
		{"line end just at the limit", "aaaa bbbb\ncccc" + strings.Repeat(" dddd", 9), 9 + 24, "aaaa bbbb\n… (50 more characters)"},
		{"word end", "some words and then some more words until it is far too long", 48, "some words and then some\n… (36 more characters)"},
		{"one long word", strings.Repeat("x", 60), 50, strings.Repeat("x", 27) + "\n… (33 more characters)"},
		{"a line end too far back", "a\n" + strings.Repeat("x", 60), 50, "a\n" + strings.Repeat("x", 25) + "\n… (35 more characters)"},
		{"surrogates", "a" + strings.Repeat("😀", 40), 50, "a" + strings.Repeat("😀", 13) + "\n… (54 more characters)"},
		{"a flag of joined characters", strings.Repeat("x", 25) + "👩‍💻" + strings.Repeat("y", 40), 51, strings.Repeat("x", 25) + "\n… (45 more characters)"},
		{"an accent", strings.Repeat("x", 24) + "e\u0301" + strings.Repeat("y", 40), 48, strings.Repeat("x", 24) + "\n… (42 more characters)"},
		{"thousands", strings.Repeat("x", 12345), 50, strings.Repeat("x", 23) + "\n… (12,322 more characters)"},
		{"code block", fence + "go\nline one\nline two\nline three\nline four\n" + fence, 50, fence + "go\nline one\nline two\n" + fence + "\n… (25 more characters)"},
		{"code block hardly begun", "intro text\n" + fence + "json\n" + strings.Repeat("x", 60), 44, "intro text\n… (69 more characters)"},
		{"after a code block", fence + "\na\n" + fence + "\n" + strings.Repeat("word ", 12), 50, fence + "\na\n" + fence + "\nword word word\n… (46 more characters)"},
		{"code span", "run `kubectl get pods --all-namespaces -o wide` now and then", 50, "run `kubectl get pods`\n… (39 more characters)"},
		{"code span hardly begun", "run it with the following `kubectl get pods -o wide` now", 52, "run it with the following\n… (31 more characters)"},
		{"double backticks", "run ``kubectl get ` pods --all-namespaces -o wide`` now and", 52, "run ``kubectl get ` pods``\n… (35 more characters)"},
		{"a lone backtick is none", "it`s a text with an apostrophe written as a backtick here", 48, "it`s a text with an\n… (38 more characters)"},
		{"no room for the note", "a text of some length", 8, "a text…"},
		{"no room at all", "a text", 1, "…"},
		{"no room in code", "`a text of code`", 8, "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, missing := cutText(c.text, c.limit)
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if n := utf16Length(got); n > c.limit {
				t.Errorf("%d units, limit %d", n, c.limit)
			}
			if kept := utf16Length(c.text) - missing; kept < 0 || missing <= 0 {
				t.Errorf("missing %d of %d", missing, utf16Length(c.text))
			}
		})
	}
}

// TestCutTextCode cuts generated texts at every place, and asks a Markdown
// parser: what was code is still code where it was cut, and the note is not.
func TestCutTextCode(t *testing.T) {
	words := []string{"word", "a", "b c", "`", "`", "``", "```", "\n```\n", "\n```go\n", "\n", "\n\n", " ", "😀", "x.", "\n~~~\n", "````"}
	random := rand.New(rand.NewPCG(1, 1))
	for range 1500 {
		var b strings.Builder
		for range 20 + random.IntN(30) {
			b.WriteString(words[random.IntN(len(words))])
		}
		s := jsTrim(b.String())
		for limit := 30; limit < utf16Length(s); limit += 1 + random.IntN(9) {
			checkCut(t, s, limit)
		}
	}
}

func checkCut(t *testing.T, s string, limit int) {
	t.Helper()
	got, missing := cutText(s, limit)
	note := cutNote(missing)
	if utf16Length(got) > limit || !utf8.ValidString(got) || jsTrim(got) != got {
		t.Fatalf("%q at %d became %q", s, limit, got)
	}
	kept := unitsIn(s, utf16Length(s)-missing)
	inResult := codeBytes(got)
	if at := strings.LastIndex(got, strings.TrimPrefix(note, "\n")); at < 0 || inResult[at] || inResult[len(got)-1] {
		t.Fatalf("%q at %d became %q: note in code", s, limit, got)
	}
	if kept > 0 && s[kept-1] != '`' && s[kept-1] != '~' && codeBytes(s)[kept-1] != inResult[kept-1] {
		t.Fatalf("%q at %d became %q: code %v before, %v after", s, limit, got, codeBytes(s)[kept-1], inResult[kept-1])
	}
}

// codeBytes tells of each byte whether it is inside of a code block or span.
func codeBytes(s string) []bool {
	source := []byte(s)
	inCode := make([]bool, len(source))
	mark := func(seg text.Segment) {
		for i := seg.Start; i < seg.Stop; i++ {
			inCode[i] = true
		}
	}
	doc := goldmark.DefaultParser().Parse(text.NewReader(source))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindFencedCodeBlock, ast.KindCodeBlock:
			for i := range n.Lines().Len() {
				mark(n.Lines().At(i))
			}
		case ast.KindCodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				mark(c.(*ast.Text).Segment)
			}
		}
		return ast.WalkContinue, nil
	})
	return inCode
}
