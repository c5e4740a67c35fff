package card

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A candidate is a value that may become a field.
type candidate struct {
	node *node
	// name is what tells what the value is: that of node, or the name in a
	// pair of name and value.
	name  []string
	title string // empty stands for one made of name
	value string
	score int // the least is best
	place int // in the payload
}

// A selection collects candidates in the order of the payload.
type selection struct {
	chosen choice
	title  string // on one line
	list   []candidate
}

// candidates returns what may become a field, the best first.
func candidates(root *node, chosen choice) []candidate {
	s := selection{chosen: chosen}
	if chosen.title != nil {
		s.title = oneLine(chosen.title.text)
	}
	s.visit(root)
	slices.SortStableFunc(s.list, func(a, b candidate) int { return cmp.Compare(a.score, b.score) })
	return s.list
}

func (s *selection) visit(n *node) {
	switch n.kind {
	case kindObject:
		s.visitObject(n)
	case kindArray:
		s.visitList(n)
	default:
		if n != s.chosen.title && n != s.chosen.text && n != s.chosen.link && n.parent != nil {
			s.add(candidate{node: n, name: n.words, value: n.text})
		}
	}
}

func (s *selection) visitObject(n *node) {
	if name, value := n.pair(); name != "" && !s.chosen.title.within(n) {
		s.add(candidate{node: n, name: words(name), title: name, value: value})
		return
	}
	if label := n.label(); label != "" && s.isEntity(n) {
		s.add(candidate{node: n, name: n.words, value: label})
		return
	}
	for _, child := range n.children {
		s.visit(child)
	}
}

// pair returns the parts of an object that is a name and its value, as fields,
// variables and dimensions are written.
func (n *node) pair() (name, value string) {
	for _, child := range n.children {
		switch child.name {
		case "title", "name", "key", "label", "field":
			if child.kind == kindString && name == "" {
				name = oneLine(child.text)
			}
		case "value":
			value = child.text
		}
	}
	const longest = 40
	if value == "" || utf8.RuneCountInString(name) > longest {
		return "", ""
	}
	return name, value
}

// isEntity tells whether an object is said by its label alone.
func (s *selection) isEntity(n *node) bool {
	return entities[last(n.words)] && !s.chosen.title.within(n)
}

// within tells whether n is somewhere in an object or array.
func (n *node) within(outer *node) bool {
	for ; n != nil; n = n.parent {
		if n == outer {
			return true
		}
	}
	return false
}

// visitList takes a list of names as one field, and each of a list of pairs; of
// any other list the first element, and how many there are.
func (s *selection) visitList(n *node) {
	if len(n.children) == 0 {
		return
	}
	first := n.children[0]
	if first.kind != kindObject && first.kind != kindArray || s.isEntity(n) && first.label() != "" {
		s.add(candidate{node: n, name: n.words, value: n.listed()})
		return
	}
	if name, _ := first.pair(); name != "" {
		for _, child := range n.children {
			s.visit(child)
		}
		return
	}
	if n.count > 1 && s.chosen.title.within(n) {
		s.list = append(s.list, candidate{node: n, name: n.words, value: fmt.Sprintf("%d (this is the first)", n.count), place: len(s.list)})
	}
	if first.kind != kindArray {
		s.visit(first)
	}
}

// listed names the first elements of a list, and tells how many more there are.
func (n *node) listed() string {
	var labels []string
	for _, child := range n.children {
		if label := child.label(); label != "" {
			labels = append(labels, cut(label, maxValue/maxElements))
		}
	}
	text := strings.Join(labels, ", ")
	if more := n.count - len(labels); more > 0 && text != "" {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// labelNames are the names of what an object is called by, the best first.
var labelNames = []string{
	"displayname", "fullname", "pathwithnamespace", "name", "summary", "title", "label", "username", "login", "value", "key", "email",
}

// label is what people call a value: itself, or the name in it.
func (n *node) label() string {
	switch n.kind {
	case kindString, kindOther:
		return n.text
	case kindArray:
		return ""
	}
	for _, name := range labelNames {
		for _, child := range n.children {
			if strings.Join(child.words, "") == name && child.text != "" {
				return child.text
			}
		}
	}
	for _, child := range n.children { // such as {"at": …, "assignee": {"name": …}}
		if child.kind == kindObject && entities[last(child.words)] {
			return child.label()
		}
	}
	return ""
}

// add takes up a candidate that says something the title does not.
func (s *selection) add(c candidate) {
	c.value = oneLine(c.value)
	if moment, ok := readableTime(c.value, times[last(c.name)] || last(c.name) == "updated"); ok {
		c.value = moment
	}
	score, ok := fieldScore(c)
	if !ok || c.value == "" || s.said(c) {
		return
	}
	if s.isElsewhere(c.node) {
		score += 22
	}
	c.score, c.place = score, len(s.list)
	s.list = append(s.list, c)
}

// isElsewhere tells whether a value is of one element of a list that is not
// what the event is about.
func (s *selection) isElsewhere(n *node) bool {
	for n = n.parent; n != nil; n = n.parent {
		if n.kind == kindArray && n.count > 1 && !s.chosen.title.within(n) {
			return true
		}
	}
	return false
}

// said tells whether the title has the value: all of it, or a name in it.
func (s *selection) said(c candidate) bool {
	_, known := fieldWords[keyWord(c.name)]
	const phrase = 12 // shorter ones can be there by chance
	if name := last(c.name); known && name != "name" && name != "alertname" && len(c.value) < phrase || len(c.value) <= 2 {
		return c.value == s.title
	}
	return strings.Contains(s.title, c.value)
}

const (
	// unknownName is the score of names that tell nothing.
	unknownName = 32
	// leastTelling is the worst score of a field.
	leastTelling = 50
)

// fieldScore tells how much a value says to people.
func fieldScore(c candidate) (score int, ok bool) {
	word := keyWord(c.name)
	tier, known := fieldWords[word]
	score = 4 * tier
	switch {
	case isAddress(c.value) && (runbooks[c.first()] || c.first() == "dashboard") && webAddress(c.value) != "":
		score = 4 * fieldWords["runbook"]
	case isAddress(c.value), noise[last(c.name)], isIdentifier(c.value), strings.HasPrefix(c.node.name, "_"), strings.HasPrefix(c.value, "0001-01-01"):
		return 0, false
	case !known:
		score = unknownName
	case word == "type" && has(c.name, qualifiedTypes):
		score = 4 * fieldWords["event"]
	case word == "type" && len(c.name) == 1 && c.node.depth > 0:
		return 0, false
	case word == "type" && len(c.name) > 1:
		score = unknownName - 1
	}
	score += c.node.depth + c.doubts()
	return score, score <= leastTelling
}

func (c candidate) first() string {
	if len(c.name) == 0 {
		return ""
	}
	return c.name[0]
}

// doubts tell against a value, whatever its name is.
func (c candidate) doubts() (score int) {
	if c.node.parent != nil {
		score = c.node.parent.aside
	}
	if qualifiers := c.name[:max(len(c.name)-1, 0)]; has(qualifiers, logs) || has(qualifiers, besides) || slices.Contains(qualifiers, "last") {
		score += 12
	}
	if c.value == "true" || c.value == "false" || c.value == "0" {
		score += 8
	}
	return score
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// Bounds on the fields.
const (
	maxFields  = 8
	maxUnknown = 4 // fewer than so many fields are filled up with unknown names
	maxTimes   = 2
	maxLabel   = 60
	maxValue   = 240
	shortSize  = 40 // characters that fit into half a line
)

// fields makes fields of the best candidates in the order of the payload, after
// that of the kind of event, if there is one.
func fields(kind string, best []candidate) []field {
	var list []field
	taken := map[string]bool{}
	if f, ok := newField("Event", kind); ok {
		list, taken[f.Title] = []field{f}, true
	}
	for _, c := range bestOf(best, maxFields-len(list)) {
		title := c.fieldTitle()
		if taken[title] {
			title = c.node.around() + " " + strings.ToLower(title)
		}
		taken[title] = true
		if f, ok := newField(strings.TrimSpace(title), c.value); ok {
			list = append(list, f)
		}
	}
	return list
}

// bestOf picks candidates, each value once, and puts them in the order of the
// payload.
func bestOf(best []candidate, room int) []candidate {
	var kept []candidate
	seen := map[string]bool{}
	moments := 0
	for _, c := range best {
		key := strings.ToLower(c.value)
		if len(key) <= 3 || strings.Trim(key, "0123456789.") == "" { // these are alike by chance
			key += "\n" + c.fieldTitle()
		}
		isTime := times[last(c.name)]
		if seen[key] || len(kept) >= room || c.score >= unknownName && len(kept) >= maxUnknown || isTime && moments >= maxTimes {
			continue
		}
		if seen[key] = true; isTime {
			moments++
		}
		kept = append(kept, c)
	}
	slices.SortFunc(kept, func(a, b candidate) int { return cmp.Compare(a.place, b.place) })
	return kept
}

func newField(title, value string) (f field, ok bool) {
	f.Title = shown(title, maxLabel)
	if isAddress(value) {
		f.Value = defuse(webAddress(value))
	} else {
		f.Value = shown(value, maxValue)
	}
	f.Short = utf8.RuneCountInString(f.Value) <= shortSize
	return f, f.Title != "" && f.Value != ""
}

// acronyms are written in capitals.
var acronyms = setOf("id url ip cpu api http https sla slo db os vm iid")

// fieldTitle is what people call a member: "incident_number" is Incident number.
func (c candidate) fieldTitle() string {
	if c.title != "" {
		return c.title
	}
	title := humanized(c.name)
	switch title {
	case "Name", "Value", "Text", "Code":
		return strings.TrimSpace(c.node.around() + " " + strings.ToLower(title))
	case "":
		return cmp.Or(oneLine(c.node.name), "Items")
	}
	return title
}

// around is what the object around a member is called.
func (n *node) around() string {
	for n = n.parent; n != nil; n = n.parent {
		if len(n.words) > 0 {
			return humanized(n.words)
		}
	}
	return ""
}

func humanized(list []string) string {
	parts := slices.Clone(list)
	for i, word := range parts {
		if acronyms[word] {
			parts[i] = strings.ToUpper(word)
		}
	}
	title := []rune(strings.Join(parts, " "))
	if len(title) == 0 {
		return ""
	}
	return strings.ToUpper(string(title[:1])) + string(title[1:])
}

// readableTime writes a moment as date and time: one in the form of RFC 3339,
// or, where a moment is expected, one in seconds or milliseconds since 1970.
func readableTime(value string, expected bool) (string, bool) {
	if moment, err := time.Parse(time.RFC3339, value); err == nil {
		return dateAndTime(moment), true
	}
	n, err := strconv.ParseInt(value, 10, 64)
	switch {
	case err != nil || !expected:
		return "", false
	case len(value) == len("1710403331"):
		return dateAndTime(time.Unix(n, 0).UTC()), true
	case len(value) == len("1710403331482"):
		return dateAndTime(time.UnixMilli(n).UTC()), true
	}
	return "", false
}

func dateAndTime(moment time.Time) string {
	if _, offset := moment.Zone(); offset == 0 {
		return moment.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	return moment.Format("2006-01-02 15:04:05 -07:00")
}
