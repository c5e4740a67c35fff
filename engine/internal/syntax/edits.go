package syntax

import (
	"regexp"
	"slices"
	"sort"
	"strings"
)

// An edit replaces a part of the source.
type edit struct {
	start, end int
	by         string
	// mark tells how the tree is put right at the place of the replacement.
	mark mark
	// means is the place in the source that the mark stands for.
	means int
}

// A mark is what has to be put right in the tree.
type mark int

const (
	none    mark = iota
	renamed      // a name has its own text again
	wrapped      // {0:x} becomes x
	method       // a member with a function becomes a method
	awaited      // a loop awaits what it goes over
)

// edits returns what makes a source one that goja's parser reads, in order.
func edits(source string) []edit {
	tokens, comments := scan(source)
	e := &editor{source: source, tokens: tokens}
	for _, at := range comments {
		e.replace(at, at+len("-->"), "//>", none)
	}
	for i, t := range tokens {
		switch t.kind {
		case word:
			e.word(i)
		case number:
			e.number(t)
		case text:
			e.text(t)
		case punctuator:
			if t.role == brackets && t.partner > i {
				e.elements(i)
			}
		}
	}
	slices.SortStableFunc(e.list, func(a, b edit) int { return a.start - b.start })
	return apart(e.list)
}

// apart drops edits within others: those of comments in what is taken out.
func apart(list []edit) []edit {
	done := 0
	return slices.DeleteFunc(list, func(e edit) bool {
		if e.start < done {
			return true
		}
		done = e.end
		return false
	})
}

// An editor collects edits.
type editor struct {
	source string
	tokens []token
	list   []edit
}

func (e *editor) is(i int, text string) bool {
	return 0 <= i && i < len(e.tokens) && e.tokens[i].kind != private && e.source[e.tokens[i].start:e.tokens[i].end] == text
}

// oneOf tells whether a token is one of several.
func (e *editor) oneOf(i int, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return e.is(i, text) })
}

func (e *editor) replace(start, end int, by string, m mark) {
	e.list = append(e.list, edit{start: start, end: end, by: by, mark: m, means: start})
}

func (e *editor) word(i int) {
	t := e.tokens[i]
	switch {
	case e.oneOf(i-1, ".", "?."):
	case e.is(i, "await") && e.is(i-1, "for") && e.is(i+1, "("):
		loop := e.tokens[i-1].start
		e.list = append(e.list, edit{start: t.start, end: t.end, by: "     ", mark: awaited, means: loop})
	case e.is(i, "async") && e.is(i+1, "*") && e.oneOf(i-1, "{", ",") && e.within(t, object):
		e.method(i)
	case e.oneOf(i, "get", "set", "async") && e.within(t, class) && e.startsElement(i) && e.endsName(i+1),
		e.is(i, "async") && (e.tokens[i+1].kind == finish || e.is(i+1, "of") && e.is(i-2, "await")):
		e.replace(t.start, t.end, strings.Repeat("_", t.end-t.start), renamed)
	}
}

func (e *editor) within(t token, r role) bool { return t.opener >= 0 && e.tokens[t.opener].role == r }

// startsElement tells whether an element of a class may begin with a token.
func (e *editor) startsElement(i int) bool {
	return e.oneOf(i-1, "{", ";", "}", "static") || e.tokens[i].newline
}

// endsName tells whether what comes after a word makes it the name of a field.
func (e *editor) endsName(i int) bool {
	return e.oneOf(i, "=", "}") || e.tokens[i].newline && e.oneOf(i, "*")
}

// method makes async *name(…) {…} a member with a function.
func (e *editor) method(i int) {
	from, name := e.tokens[i].start, i+2
	last := name
	if e.is(name, "[") && e.tokens[name].partner > name {
		last = e.tokens[name].partner
	}
	if !e.is(last+1, "(") {
		return
	}
	e.replace(from, e.tokens[name].start, "", none)
	at := e.tokens[last].end
	e.list = append(e.list,
		edit{start: at, end: at, by: ": ", means: at},
		edit{start: at, end: at, by: "async function*", mark: method, means: from})
}

// elements puts braces around what has a default value in an array.
func (e *editor) elements(opener int) {
	first, assigned := opener+1, false
	end := e.tokens[opener].partner
	for i := opener + 1; i <= end; i++ {
		switch {
		case i == end || e.is(i, ","):
			if assigned && !e.is(first, "...") {
				e.list = append(e.list,
					edit{start: e.tokens[first].start, end: e.tokens[first].start, by: "{0:", mark: wrapped, means: e.tokens[first].start},
					edit{start: e.tokens[i-1].end, end: e.tokens[i-1].end, by: "}", means: e.tokens[i-1].end})
			}
			first, assigned = i+1, false
		case e.is(i, "=") && i > first:
			assigned = true
		case e.tokens[i].partner > i:
			i = e.tokens[i].partner
		}
	}
}

// leadingZero is a decimal number that looks like an octal one, but is none.
var leadingZero = regexp.MustCompile(`^0+([0-7]*[89][0-9]*)(\.[0-9]*)?$`)

// number makes a decimal number of one that begins with zeros, which sloppy
// code may have. It stays as long as it was.
func (e *editor) number(t token) {
	m := leadingZero.FindStringSubmatch(e.source[t.start:t.end])
	if m == nil || t.inClass {
		return
	}
	plain := m[1] + m[2]
	if m[2] == "" {
		plain += "."
	}
	plain += strings.Repeat("0", t.end-t.start-len(plain))
	e.replace(t.start, t.end, plain, none)
}

// lastRune is the escape of the last code point, which goja miscounts.
var lastRune = regexp.MustCompile(`\\(?:u\{0*10[fF]{4}\}|[^u])`)

func (e *editor) text(t token) {
	for _, at := range lastRune.FindAllStringIndex(e.source[t.start:t.end], -1) {
		if e.source[t.start+at[0]+1] == 'u' {
			e.replace(t.start+at[0], t.start+at[1], `\uDBFF\uDFFF`, none)
		}
	}
}

// A rewriting is a source with edits made.
type rewriting struct {
	source, text string
	edits        []edit
	// places are where the edits begin and end in the text.
	places []span
}

type span struct{ start, end int }

func rewrite(source string, list []edit) *rewriting {
	var b strings.Builder
	r := &rewriting{source: source, edits: list}
	done := 0
	for _, e := range list {
		b.WriteString(source[done:e.start])
		from := b.Len()
		b.WriteString(e.by)
		r.places = append(r.places, span{from, b.Len()})
		done = e.end
	}
	b.WriteString(source[done:])
	r.text = b.String()
	return r
}

// origin is the place in the source of one in the text.
func (r *rewriting) origin(at int) int {
	i := sort.Search(len(r.places), func(i int) bool { return r.places[i].start > at }) - 1
	if i < 0 {
		return at
	}
	e, p := r.edits[i], r.places[i]
	if at >= p.end {
		return e.end + at - p.end
	}
	if e.start == e.end {
		return e.means
	}
	return min(e.start+at-p.start, e.end)
}
