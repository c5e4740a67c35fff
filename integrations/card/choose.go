package card

import (
	"regexp"
	"strings"
	"unicode"
)

// A choice is what of a payload becomes title, link and text; nil parts are
// not there.
type choice struct {
	title, link, text *node
}

// choose finds what the event is called, where its page is and what says most
// about it.
func choose(root *node) choice {
	var c choice
	c.title = root.best(titleScore)
	home := root
	if c.title != nil {
		home = c.title.parent
	}
	c.link = root.best(func(n *node) (int, bool) { return linkScore(n, home) })
	c.text = root.best(func(n *node) (int, bool) { return textScore(n, c.title, home) })
	return c
}

// best returns the value with the least score, the first of several.
func (n *node) best(score func(*node) (int, bool)) (best *node) {
	least := 0
	n.each(func(leaf *node) {
		if s, ok := score(leaf); ok && (best == nil || s < least) {
			best, least = leaf, s
		}
	})
	return best
}

// each visits texts, numbers and booleans in their order. Of an array it is the
// first element that counts: the others are alike.
func (n *node) each(visit func(*node)) {
	switch n.kind {
	case kindObject:
		for _, child := range n.children {
			child.each(visit)
		}
	case kindArray:
		if len(n.children) > 0 {
			n.children[0].each(visit)
		}
	default:
		visit(n)
	}
}

// titleScore tells how well a value would do as the title: the least is best.
func titleScore(n *node) (score int, ok bool) {
	rank, ok := titleRank(n.words)
	if !ok || n.kind != kindString || n.parent == nil || !speaks(n.text) {
		return 0, false
	}
	if last(n.words) == "name" && n.parent.parent != nil && n.parent.parent.kind == kindArray && n.parent.name != "" {
		return 0, false // one of several parts
	}
	score = rank + 3*n.depth + n.parent.aside
	if (prose[last(n.words)] || n.words[0] == "event") && !strings.ContainsAny(strings.TrimSpace(n.text), " \n") {
		score += 10 // a word alone says little: "summary": "alert"
	}
	const farthest = 22 // beyond, it is the name of somebody or something else
	return score, score <= farthest
}

// linkScore tells how well a value would do as the link of a title within home.
func linkScore(n, home *node) (score int, ok bool) {
	if n.kind != kindString || n.parent == nil {
		return 0, false
	}
	rank, ok := linkRank(n)
	if !ok {
		return 0, false
	}
	address := webAddress(n.text)
	return rank + distance(n.parent, home) + n.parent.aside, address != "" && forPeople(address)
}

// textScore tells how well a value would do as the text below the title.
func textScore(n, title, home *node) (score int, ok bool) {
	if n == title || n.kind != kindString || n.parent == nil || !prose[last(n.words)] ||
		!strings.Contains(n.text, " ") || !speaks(n.text) {
		return 0, false
	}
	if title != nil && !adds(n.text, title.text) || n.parent.aside >= home.aside+10 {
		return 0, false
	}
	const farthest = 24
	score = 2*distance(n.parent, home) + n.parent.aside + textRank(last(n.words))
	return score, score < farthest
}

// adds tells whether a text says much more than the title.
func adds(text, title string) bool {
	const much = 20
	text, title = oneLine(text), oneLine(title)
	if strings.Contains(title, text) {
		return false
	}
	return !strings.Contains(text, title) || strings.HasPrefix(text, title) || len(text)-len(title) > much
}

func textRank(word string) int {
	switch word {
	case "description", "message", "details", "body", "content":
		return 0
	case "summary", "text", "comment", "note":
		return 1
	}
	return 3
}

// distance tells how far an object is from home: around it, within it, or
// somewhere else.
func distance(n, home *node) int {
	const elsewhere = 4
	for steps, at := 0, home; at != nil; steps, at = steps+1, at.parent {
		if at == n {
			return min(steps, elsewhere)
		}
	}
	for steps, at := 0, n; at != nil; steps, at = steps+1, at.parent {
		if at == home {
			return min(steps, elsewhere)
		}
	}
	return elsewhere
}

var (
	identifier = regexp.MustCompile(`^(?:[0-9a-fA-F-]{16,}|[0-9A-Za-z_-]{20,})$`)
	moment     = regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d`)
)

// speaks tells whether a text is for people: no address, no identifier, no time.
func speaks(s string) bool {
	s = strings.TrimSpace(s)
	return strings.IndexFunc(s, unicode.IsLetter) >= 0 && !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") &&
		!isIdentifier(s) && !moment.MatchString(s)
}

// isIdentifier tells whether a text is an id, key or hash: long, without
// spaces, and of digits too.
func isIdentifier(s string) bool {
	return identifier.MatchString(s) && strings.ContainsAny(s, "0123456789")
}

// The colours of an attachment.
const (
	colorGood    = "#1e8e3e"
	colorBad     = "#d93025"
	colorUnknown = "#f29900"
)

// color tells how things stand, by the first field that says so.
func color(best []candidate) string {
	for _, c := range best {
		if !telling[keyWord(c.name)] {
			continue
		}
		for _, word := range words(c.value) {
			switch {
			case goodWords[word]:
				return colorGood
			case badWords[word]:
				return colorBad
			}
		}
	}
	return colorUnknown
}

// telling are the names of values that tell how things stand.
var telling = setOf("condition status state conclusion result outcome severity priority urgency level impact action event type kind")
