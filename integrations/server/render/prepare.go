package render

import (
	"regexp"
	"strings"
)

// fence opens and closes code.
const fence = "```"

// prepare brings a text into the form in which the Markdown library reads it
// as Rocket.Chat's users mean it. Only with blocks are there quotes and lists.
func prepare(source string, blocks bool) string {
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(source)
	var out strings.Builder
	for {
		before, code, after, found := cutCode(source)
		if blocks {
			before = separateBlocks(before)
		}
		out.WriteString(keepBackslashes(before))
		if !found {
			return out.String()
		}
		writeCode(&out, code)
		source = after
	}
}

// cutCode cuts a text around the first code between fences that has more than
// one line, wherever its fences stand: Markdown wants them on lines of their
// own, Slack's users write them around the code. Fences within a quote are the
// quote's.
func cutCode(source string) (before, code, after string, found bool) {
	for from := 0; ; {
		i := strings.Index(source[from:], fence)
		if i < 0 {
			return source, "", "", false
		}
		open := from + i
		inside := open + len(fence)
		length := strings.Index(source[inside:], fence)
		if length < 0 {
			return source, "", "", false
		}
		code = source[inside : inside+length]
		lineStart := strings.LastIndexByte(source[:open], '\n') + 1
		quoted := strings.HasPrefix(strings.TrimLeft(source[lineStart:open], " "), ">")
		if strings.Contains(code, "\n") && !quoted {
			return source[:open], code, source[inside+length+len(fence):], true
		}
		from = inside + length + len(fence)
	}
}

// language is what may stand behind the opening fence.
var language = regexp.MustCompile(`^[ \t]*[\w+#.-]*[ \t]*$`)

// writeCode writes code between fences on lines of their own.
func writeCode(out *strings.Builder, code string) {
	// With the closing fence on a line of its own, the opening one is too, and
	// what is behind it names the language, which is not shown.
	if first, rest, _ := strings.Cut(code, "\n"); strings.HasSuffix(code, "\n") && language.MatchString(first) {
		code = rest
	}
	if s := out.String(); s != "" && !strings.HasSuffix(s, "\n") {
		out.WriteByte('\n')
	}
	out.WriteString("\n" + fence + "\n" + strings.TrimRight(code, "\n") + "\n" + fence + "\n")
}

// listItem is the start of a list item.
var listItem = regexp.MustCompile(`^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]`)

// separateBlocks ends quotes and lists where their lines end. In Markdown a
// line after a quote still belongs to it; in a chat it does not.
func separateBlocks(source string) string {
	if source == "" {
		return ""
	}
	lines := strings.Split(source, "\n")
	out := make([]string, 0, len(lines)+8)
	var quote, list bool // what the line before belongs to
	for _, line := range lines {
		trimmed := strings.TrimLeft(line, " \t")
		isQuote, isItem := strings.HasPrefix(trimmed, ">"), listItem.MatchString(line)
		indented := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")
		if trimmed != "" && (quote && !isQuote || list && !isItem && !indented) {
			out = append(out, "")
		}
		quote, list = isQuote, isItem || list && (indented || trimmed == "")
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// keepBackslashes keeps a backslash at the end of a line, which Markdown takes
// for a line break.
func keepBackslashes(source string) string {
	return strings.ReplaceAll(source, "\\\n", "\\ \n")
}
