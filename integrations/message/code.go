package message

import "strings"

// A code is a code block or code span in Markdown.
type code struct {
	start int
	// mark is what opened it and closes it: a run of backticks, or of tildes.
	mark   string
	fenced bool
}

// openCode finds the code that begins before end and ends after it. It reads
// Markdown as CommonMark does: Rocket.Chat's own dialect closes code at the
// same places or earlier.
func openCode(s string, end int) (code, bool) {
	for i := 0; i < end; {
		if mark := fenceAt(s, i); mark != "" {
			next := fenceEnd(s, lineEnd(s, i), mark)
			if next > end {
				return code{start: i, mark: mark, fenced: true}, true
			}
			i = next
			continue
		}
		next := paragraphEnd(s, i)
		if c, ok := openSpan(s[:next], i, end); ok {
			return c, true
		}
		i = next
	}
	return code{}, false
}

// lineEnd returns where the line after the one at i begins.
func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(s)
}

// fenceAt returns the fence that the line at i opens a code block with, or "".
func fenceAt(s string, i int) string {
	line := strings.TrimLeft(s[i:lineEnd(s, i)], " ")
	mark := run(line)
	if len(mark) < 3 || mark[0] == '`' && strings.Contains(line[len(mark):], "`") {
		return ""
	}
	return mark
}

// run returns the code marks s begins with.
func run(s string) string {
	if s == "" || s[0] != '`' && s[0] != '~' {
		return ""
	}
	return s[:len(s)-len(strings.TrimLeft(s, s[:1]))]
}

// fenceEnd returns where the code block whose inside begins at i ends, beyond
// the end of s when nothing closes it.
func fenceEnd(s string, i int, mark string) int {
	for i < len(s) {
		next := lineEnd(s, i)
		line := strings.TrimSpace(s[i:next])
		if strings.HasPrefix(line, mark) && strings.Trim(line, mark[:1]) == "" {
			return i + len(strings.TrimRight(s[i:next], "\n"))
		}
		i = next
	}
	return len(s) + 1
}

// paragraphEnd returns where the paragraph with the line at i ends: code spans
// do not go beyond.
func paragraphEnd(s string, i int) int {
	for {
		blank := strings.TrimSpace(s[i:lineEnd(s, i)]) == ""
		i = lineEnd(s, i)
		if blank || i == len(s) || fenceAt(s, i) != "" {
			return i
		}
	}
}

// openSpan finds the code span that is open at end, in the paragraph that
// begins at i and ends with s. A run of backticks without a like one after it
// is no span.
func openSpan(s string, i, end int) (code, bool) {
	for i < end {
		n := strings.IndexByte(s[i:], '`')
		if n < 0 || i+n >= end {
			break
		}
		start := i + n
		mark := run(s[start:])
		inside := start + len(mark)
		last := sameRun(s, inside, mark)
		switch {
		case last < 0:
			i = inside
		case last > end:
			return code{start: start, mark: mark}, true
		default:
			i = last
		}
	}
	return code{}, false
}

// sameRun returns where the next run of just these backticks ends, or -1.
func sameRun(s string, i int, mark string) int {
	for i < len(s) {
		n := strings.IndexByte(s[i:], '`')
		if n < 0 {
			return -1
		}
		next := run(s[i+n:])
		i += n + len(next)
		if next == mark {
			return i
		}
	}
	return -1
}
