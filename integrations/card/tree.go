package card

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Bounds on what of a payload is looked at. They are far beyond what a person
// reads of a card, and keep the work small whatever is sent; what lies beyond
// is skipped, which costs one look at each byte.
const (
	maxNodes    = 2000
	maxNesting  = 12
	maxMembers  = 200       // of one object
	maxMember   = 1024      // bytes of the name of one
	maxElements = 3         // of one array
	maxString   = 16 * 1024 // bytes of one text
	maxEmbedded = 64 * 1024 // bytes of JSON within a text
)

// The kinds of nodes.
const (
	kindObject = '{'
	kindArray  = '['
	kindString = '"'
	kindOther  = '0' // numbers and booleans
)

// A node is one value of a payload. Null, and everything whose name tells that
// it is secret, has none.
type node struct {
	name   string // of the member; elements have that of their array
	words  []string
	kind   byte
	text   string // of strings, numbers and booleans
	parent *node
	// depth is how many objects are around it, the outermost not counted.
	depth    int
	children []*node
	// count is how many members or elements there are, those not read included.
	count int
	// aside tells how far the values in it are from what the event is about.
	aside int
}

// readTree reads valid JSON.
func readTree(src []byte) *node {
	r := &reader{src: src, room: maxNodes}
	root := r.value(&node{depth: -1}, 0)
	if root == nil {
		return &node{kind: kindObject, depth: -1}
	}
	return root
}

// A reader reads valid JSON from left to right.
type reader struct {
	src  []byte
	at   int
	room int // how many nodes may still be read
	// embedded: this JSON was a text of another.
	embedded bool
}

// value reads the value at r.at into n, nested that deep. It returns nil for
// what is not shown.
func (r *reader) value(n *node, nesting int) *node {
	r.space()
	if r.room--; r.room < 0 || nesting > maxNesting {
		r.skip()
		return nil
	}
	switch c := r.src[r.at]; c {
	case '{':
		n.kind = kindObject
		return r.object(n, nesting)
	case '[':
		n.kind = kindArray
		r.array(n, nesting)
	case '"':
		n.kind = kindString
		return r.string(n, nesting)
	default:
		start := r.at
		r.skip()
		n.kind, n.text = kindOther, string(r.src[start:r.at])
		if c == 'n' {
			return nil
		}
	}
	return n
}

func (r *reader) object(n *node, nesting int) *node {
	r.at++
	for r.space(); r.src[r.at] != '}'; r.next() {
		start := r.at
		r.at = stringEnd(r.src, r.at)
		raw := r.src[start:r.at]
		r.space()
		r.at++ // the colon
		r.space()
		n.count++
		name, ok := r.memberName(raw, n.count)
		if !ok {
			r.skip()
			continue
		}
		child := &node{name: name, words: words(name), parent: n, depth: n.depth + 1}
		child.aside = n.aside + asideOf(child.words)
		if child = r.value(child, nesting+1); child != nil {
			n.children = append(n.children, child)
		}
	}
	r.at++
	if n.namesSecret() {
		return nil
	}
	return n
}

// memberName returns the name of a member that is to be read.
func (r *reader) memberName(raw []byte, place int) (name string, ok bool) {
	if r.room <= 0 || len(raw) > maxMember || place > maxMembers {
		return "", false
	}
	name = decodeString(raw)
	return name, !secretName(name)
}

func (r *reader) array(n *node, nesting int) {
	r.at++
	for r.space(); r.src[r.at] != ']'; r.next() {
		if n.count++; n.count > maxElements {
			r.skip()
			continue
		}
		element := r.value(&node{name: n.name, words: n.words, parent: n, depth: n.depth, aside: n.aside}, nesting+1)
		if element != nil {
			n.children = append(n.children, element)
		}
	}
	r.at++
}

// string reads a text. One that is JSON itself, as Amazon SNS wraps its
// messages, is read as that JSON.
func (r *reader) string(n *node, nesting int) *node {
	start := r.at
	r.at = stringEnd(r.src, r.at)
	raw := r.src[start:r.at]
	if !r.embedded && len(raw) <= maxEmbedded && bytes.HasPrefix(raw, []byte(`"{`)) {
		if inner := []byte(decodeString(raw)); json.Valid(inner) {
			within := &reader{src: inner, room: r.room, embedded: true}
			embedded := within.value(n, nesting+1)
			r.room = within.room
			return embedded
		}
	}
	if len(raw) > maxString {
		n.text = decodeStart(raw)
	} else {
		n.text = decodeString(raw)
	}
	if strings.TrimSpace(n.text) == "" {
		return nil
	}
	return n
}

// namesSecret reports whether an object is a pair of name and value, such as a
// variable of a pipeline, whose name tells that the value is secret.
func (n *node) namesSecret() bool {
	for _, child := range n.children {
		switch strings.ToLower(child.name) {
		case "name", "key", "label", "header", "field", "variable", "title", "tag", "id":
			if child.kind == kindString && secretName(child.text) && !strings.ContainsAny(strings.TrimSpace(child.text), " \n") {
				return true
			}
		}
	}
	return false
}

// space goes on to the next byte that is no space.
func (r *reader) space() {
	for r.at < len(r.src) && isSpace(r.src[r.at]) {
		r.at++
	}
}

// next goes on to the next item, or to the closing bracket.
func (r *reader) next() {
	r.space()
	if r.src[r.at] == ',' {
		r.at++
		r.space()
	}
}

// skip goes behind the value at r.at, however deep it is.
func (r *reader) skip() {
	for depth := 0; r.at < len(r.src); {
		switch c := r.src[r.at]; {
		case c == '"':
			r.at = stringEnd(r.src, r.at)
		case c == '{' || c == '[':
			depth++
			r.at++
			continue
		case c == '}' || c == ']':
			depth--
			r.at++
		case depth > 0:
			r.at++
			continue
		default:
			r.scalar()
		}
		if depth == 0 {
			return
		}
	}
}

func (r *reader) scalar() {
	for r.at < len(r.src) && !isSpace(r.src[r.at]) && r.src[r.at] != ',' && r.src[r.at] != ']' && r.src[r.at] != '}' {
		r.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// stringEnd returns where the string that begins at i ends.
func stringEnd(src []byte, i int) int {
	for i++; ; i++ {
		i += bytes.IndexByte(src[i:], '"')
		escapes := 0
		for src[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return i + 1
		}
	}
}

// decodeString returns the text of a JSON string.
func decodeString(raw []byte) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// decodeStart returns the beginning of a long string.
func decodeStart(raw []byte) string {
	const longestEscape = len(`\ud83d\ude00`)
	for end := maxString; end > maxString-longestEscape; end-- {
		var text string
		if json.Unmarshal(append(bytes.Clone(raw[:end]), '"'), &text) == nil {
			return text
		}
	}
	return ""
}
