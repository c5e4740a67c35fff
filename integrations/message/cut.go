package message

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cut shortens a text of Markdown to limit UTF-16 code units, by the rules of
// [Options].MaxText: at the end of a line or word, with a note of how many are
// missing, which it also returns. A text within the limit is returned as it is,
// with 0.
func Cut(text string, limit int) (kept string, missing int) {
	if utf16Length(text) <= limit {
		return text, 0
	}
	return cutText(text, limit)
}

// cutText shortens a text to limit UTF-16 code units, the note of how many are
// missing included. It cuts at the end of a line where that costs little, else
// at the end of a word, else between two characters, and closes the code block
// or span it cuts through.
func cutText(s string, limit int) (kept string, missing int) {
	total := utf16Length(s)
	s = s[:unitsIn(s, 4*limit)] // how far is looked for the end of code
	room := limit - utf16Length(cutNote(total))
	for budget := room; budget > 0; {
		head, closing := closeCode(s, cutPoint(s, budget))
		used := utf16Length(head)
		if used+len(closing) <= room {
			missing = total - used
			return strings.TrimPrefix(head+closing+cutNote(missing), "\n"), missing
		}
		budget = min(budget-1, room-len(closing))
	}
	// No room for the note: all that can be shown is that something is missing.
	head, closing := closeCode(s, unitsIn(s, limit-1))
	if closing != "" {
		head = ""
	}
	return head + "…", total - utf16Length(head)
}

// cutNote has a line of its own, so that it is never part of a link or list.
func cutNote(missing int) string {
	digits := strconv.Itoa(missing)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return "\n… (" + digits + " more characters)"
}

// cutPoint returns where to cut s, longer than budget, to keep no more than
// budget units.
func cutPoint(s string, budget int) int {
	end := unitsIn(s, budget)
	least := end - end/4 // no more than a quarter is given up for a better place
	if i := strings.LastIndexByte(s[:end+1], '\n'); i >= least && i > 0 {
		return i
	}
	if i := strings.LastIndexAny(s[:end+1], " \t"); i >= least && i > 0 {
		return i
	}
	for i := end; i > least; i-- {
		if utf8.RuneStart(s[i]) && !insideCharacter(s, i) {
			return i
		}
	}
	return end
}

// unitsIn returns the length in bytes of the longest prefix of s that has no
// more than n UTF-16 units.
func unitsIn(s string, n int) int {
	for i, r := range s {
		if n -= 1; r > '\uffff' {
			n--
		}
		if n < 0 {
			return i
		}
	}
	return len(s)
}

// insideCharacter reports whether a cut at i would part what people see as one
// character, or a run of code marks.
func insideCharacter(s string, i int) bool {
	const joiner = '\u200d'
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	switch {
	case before == joiner || after == joiner, before == after && (after == '`' || after == '~'):
		return true
	case '\U0001f3fb' <= after && after <= '\U0001f3ff': // skin tones
		return true
	}
	return unicode.In(after, unicode.Mn, unicode.Me)
}

// closeCode cuts s at end. Where that is inside of code it returns what closes
// the code, or moves the cut to before the code when none of it would be seen.
func closeCode(s string, end int) (head, closing string) {
	head = trimEnd(s[:end])
	if code, ok := openCode(s, end); ok {
		head, closing = code.close(head)
	}
	// Backticks that were plain text or the end of a span can begin a block once
	// the rest of their line is gone.
	if code, ok := openCode(head+closing, len(head+closing)); ok && code.fenced && head != "" {
		return closeCode(s, min(code.start, len(head)-1))
	}
	return head, closing
}

// close ends the code that is open at the end of head. Marks at the very end of
// head go: with what followed them gone they could be taken for its end.
func (c code) close(head string) (closed, closing string) {
	const longest = 8 // marks longer than this are not worth their room
	first := min(c.start+len(c.mark), len(head))
	inside, closing := strings.TrimRight(head[first:], c.mark[:1]+" \n"), c.mark
	head = head[:first] + inside
	if c.fenced {
		closing = "\n" + closing
		_, inside, _ = strings.Cut(inside, "\n") // the rest of the first line names the language
	}
	if strings.TrimSpace(inside) == "" || len(c.mark) > longest {
		return trimEnd(head[:min(c.start, first)]), ""
	}
	return head, closing
}

func trimEnd(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }
