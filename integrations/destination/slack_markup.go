package destination

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file writes Rocket.Chat's Markdown (*bold* or **bold**, _italic_,
// ~struck~, code, quotes, lists, headings, links in Markdown's and Slack's
// form, :emoji:, @mentions) in the words of another server. There are two:
//
//   - mrkdwn, Slack's own (docs.slack.dev/messaging/formatting-message-text):
//     *bold*, ~struck~, <url|label>, <!channel>, no headings, and &, < and >
//     always as entities, because they are its control characters;
//   - Markdown, of Mattermost, Rocket.Chat and Discord: **bold**, ~~struck~~,
//     [label](url). Mattermost also takes Slack's links and <!channel>, so
//     what merely looks like them is taken apart.

// A markup is a way of writing text.
type markup struct {
	bold, italic, strike string
	// entities writes &, < and > as Slack wants them.
	entities bool
	// kind is what links, lists and headings look like.
	kind markupKind
}

type markupKind int

const (
	// plainKind has no marks: names, titles, notifications.
	plainKind markupKind = iota
	mrkdwnKind
	markdownKind
)

func mrkdwn() markup { return markup{"*", "_", "~", true, mrkdwnKind} }

func markdown() markup { return markup{"**", "_", "~~", false, markdownKind} }

// plain is the text of m without marks.
func (m markup) plain() markup { return markup{entities: m.entities} }

// invisible parts two characters that together would mean something.
const invisible = "\u200b"

const fence = "```"

// block writes a whole text: its code blocks as they are, all else line by line.
func (m markup) block(source string) string {
	var out strings.Builder
	before := ""
	for i, part := range strings.Split(readable(source), fence) {
		if i%2 == 1 {
			m.codeBlock(&out, part, before)
			continue
		}
		before = part
		if i > 0 && m.kind == markdownKind && strings.HasSuffix(out.String(), "\n"+fence) && part != "" && part[0] != '\n' {
			out.WriteByte('\n') // nothing may stand behind the end of a fence
		}
		for j, line := range strings.Split(part, "\n") {
			if j > 0 {
				out.WriteByte('\n')
			}
			m.line(&out, line, i > 0 && j == 0)
		}
	}
	return strings.TrimSpace(out.String())
}

// readable is text without what no chat server shows: control characters, and
// what turns the direction of writing.
func readable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		case r == '\u2028', r == '\u2029':
			return '\n'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

var fenceLanguage = regexp.MustCompile(`^[ \t]*([A-Za-z][\w+#.-]*)?[ \t]*\n`)

// codeBlock writes what stood between two fences, the first of them behind the
// text before.
func (m markup) codeBlock(out *strings.Builder, code, before string) {
	language, code := cutLanguage(code, before)
	switch {
	case m.kind == plainKind:
		out.WriteString(m.code(strings.TrimSpace(code)))
		return
	case !strings.Contains(code, "\n") && language == "":
		out.WriteString(fence + m.code(code) + fence)
		return
	case m.kind == mrkdwnKind:
		language = "" // Slack would show it as the first line of the code
	case out.Len() > 0 && !strings.HasSuffix(out.String(), "\n"):
		out.WriteByte('\n')
	}
	out.WriteString(fence + language + "\n" + m.code(strings.Trim(code, "\n")) + "\n" + fence)
}

// cutLanguage takes the language off code between fences that have lines of
// their own. Fences that do not, as Slack's users write them, name none.
func cutLanguage(code, before string) (language, rest string) {
	if before = strings.TrimRight(before, " \t"); before != "" && !strings.HasSuffix(before, "\n") {
		return "", code
	}
	first := fenceLanguage.FindStringSubmatch(code)
	if first == nil || !strings.HasSuffix(strings.TrimRight(code, " \t"), "\n") {
		return "", code
	}
	return first[1], code[len(first[0]):]
}

var (
	headingMark = regexp.MustCompile(`^#{1,6} +`)
	bulletMark  = regexp.MustCompile(`^[-*+] +(\[[ xX]\] +)?`)
	ruleLine    = regexp.MustCompile(`^(-+|=+)\s*$`)
)

// line writes one line. One that continues what stands before it begins no
// list, quote or heading.
func (m markup) line(out *strings.Builder, line string, continues bool) {
	if continues {
		m.inline(out, line, maxNesting)
		return
	}
	rest := strings.TrimLeft(line, " \t")
	out.WriteString(line[:len(line)-len(rest)])
	for strings.HasPrefix(rest, ">") {
		out.WriteString(m.quoteMark())
		rest = strings.TrimLeft(rest[1:], " ")
		if m.kind == mrkdwnKind {
			rest = strings.TrimLeft(rest, "> ") // Slack has no quotes in quotes
		}
	}
	if mark := headingMark.FindString(rest); mark != "" {
		m.heading(out, mark, rest[len(mark):])
		return
	}
	if mark := bulletMark.FindStringSubmatch(rest); mark != nil {
		out.WriteString(m.bullet(strings.TrimSpace(mark[1])))
		rest = rest[len(mark[0]):]
	} else if m.kind == markdownKind && ruleLine.MatchString(rest) {
		out.WriteByte('\\') // Rocket.Chat has no underlined headings
	}
	m.inline(out, rest, maxNesting)
}

func (m markup) quoteMark() string {
	if m.kind == plainKind {
		return ""
	}
	return "> "
}

// heading writes a heading, which is bold where there are none.
func (m markup) heading(out *strings.Builder, mark, text string) {
	if m.kind == markdownKind {
		out.WriteString(mark)
		m.inline(out, text, maxNesting)
		return
	}
	var inner strings.Builder
	inside := m
	inside.bold = ""
	inside.inline(&inner, strings.TrimSpace(text), maxNesting)
	out.WriteString(m.bold + inner.String() + m.bold)
}

func (m markup) bullet(task string) string {
	done := task != "" && task != "[ ]"
	switch {
	case m.kind == markdownKind && task != "":
		return "- " + strings.ToLower(task) + " "
	case m.kind == markdownKind:
		return "- "
	case done:
		return "☑ "
	case task != "":
		return "☐ "
	}
	return "• "
}

// maxNesting is how deep emphasis within emphasis is read.
const maxNesting = 8

// A scan writes one line in a markup.
type scan struct {
	markup
	out    *strings.Builder
	source string
	at     int
	depth  int
	// unclosed are marks known to have no end behind at, so that a line full
	// of them is not searched to its end for each.
	unclosed map[string]bool
}

// inline writes a text within a line.
func (m markup) inline(out *strings.Builder, source string, depth int) {
	s := scan{markup: m, out: out, source: source, depth: depth, unclosed: map[string]bool{}}
	for s.at < len(source) {
		if !s.special() {
			s.literal()
		}
	}
}

// special writes what is more than a character, and tells whether there was
// something.
func (s *scan) special() bool {
	switch s.source[s.at] {
	case '`':
		return s.codeSpan()
	case '\\':
		return s.backslash()
	case '*', '_', '~':
		return s.emphasis()
	case '[', '!':
		return s.markdownLink()
	case '<':
		return s.slackLink()
	case 'h':
		return s.bareURL()
	case '@':
		return s.mention()
	case ':':
		return s.emoji()
	}
	return false
}

// literal writes one character that means only itself.
func (s *scan) literal() {
	_, size := utf8.DecodeRuneInString(s.source[s.at:])
	text := s.source[s.at : s.at+size]
	if s.kind == markdownKind && (text == "*" || text == "~" && strings.HasPrefix(s.source[s.at:], "~~")) {
		s.out.WriteByte('\\')
	}
	s.out.WriteString(s.escaped(text))
	if text == "<" && !s.entities && looksLikeControl.MatchString(s.source[s.at:]) {
		s.out.WriteString(invisible)
	}
	s.at += size
}

// looksLikeControl is what Mattermost would take for one of Slack's control
// sequences, also in code.
var looksLikeControl = regexp.MustCompile(`^<(?:[!@#]|[^\n<>|]+\|[^\n<>|]+>)`)

var controls = regexp.MustCompile(`<([!@#]|[^\n<>|]+\|[^\n<>|]+>)`)

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (m markup) escaped(text string) string {
	if m.entities {
		return entities.Replace(text)
	}
	return text
}

// code is text within code, or where no marks are read.
func (m markup) code(text string) string {
	if m.entities {
		return entities.Replace(text)
	}
	return controls.ReplaceAllString(text, "<"+invisible+"$1")
}

// verbatim is a text in which nothing is markup.
func (m markup) verbatim(text string) string {
	text = m.code(readable(text))
	if m.kind != markdownKind {
		return text
	}
	return markdownMarks.ReplaceAllString(text, `\$0`)
}

var markdownMarks = regexp.MustCompile("[\\\\`*_~\\[\\]#]")

func (s *scan) codeSpan() bool {
	rest := s.source[s.at:]
	mark := rest[:len(rest)-len(strings.TrimLeft(rest, "`"))]
	end := -1
	if !s.unclosed[mark] {
		end = closingRun(rest[len(mark):], mark)
	}
	if end < 0 {
		s.unclosed[mark] = true
		s.out.WriteString(mark)
		s.at += len(mark)
		return true
	}
	text := rest[len(mark) : len(mark)+end]
	switch s.kind {
	case plainKind:
		s.out.WriteString(s.code(text))
	case mrkdwnKind:
		s.out.WriteString("`" + s.code(strings.ReplaceAll(strings.TrimSpace(text), "`", "'")) + "`")
	default:
		s.out.WriteString(mark + s.code(text) + mark)
	}
	s.at += len(mark)*2 + end
	return true
}

// closingRun finds a run of just these backticks.
func closingRun(text, mark string) int {
	for i := 0; i < len(text); {
		n := strings.IndexByte(text[i:], '`')
		if n < 0 {
			return -1
		}
		i += n
		run := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if run == len(mark) {
			return i
		}
		i += run
	}
	return -1
}

// backslash writes \* and the like as that character, and keeps the backslash
// of a path.
func (s *scan) backslash() bool {
	next := s.source[s.at+1:]
	switch {
	case next != "" && strings.IndexByte("*_~`[]#>", next[0]) >= 0:
		switch s.kind {
		case markdownKind:
			s.out.WriteString(`\` + next[:1])
		case mrkdwnKind:
			s.out.WriteString(s.escaped(next[:1]) + invisible)
		default:
			s.out.WriteString(s.escaped(next[:1]))
		}
		s.at += 2
	case s.kind == markdownKind && next != "" && next[0] < utf8.RuneSelf && unicode.In(rune(next[0]), unicode.P, unicode.S):
		s.out.WriteString(`\\`)
		s.at++
	default:
		return false
	}
	return true
}

// emphasis writes *bold*, **bold**, _italic_, ~struck~ and their like.
func (s *scan) emphasis() bool {
	rest := s.source[s.at:]
	mark := rest[:1]
	if len(rest) > 1 && rest[1] == rest[0] {
		mark = rest[:2]
	}
	if s.depth == 0 || s.unclosed[mark] || inWord(s.before()) || len(rest) == len(mark) {
		return false
	}
	if next, _ := utf8.DecodeRuneInString(rest[len(mark):]); unicode.IsSpace(next) || next == rune(mark[0]) {
		return false
	}
	end := closingMark(rest[len(mark):], mark)
	if end < 0 {
		s.unclosed[mark] = true
		return false
	}
	around, inside := s.marksFor(mark[0])
	s.out.WriteString(around)
	inside.inline(s.out, rest[len(mark):len(mark)+end], s.depth-1)
	s.out.WriteString(around)
	s.at += len(mark)*2 + end
	return true
}

// marksFor is what a mark becomes, and the markup inside it, in which the same
// emphasis is not written twice.
func (s *scan) marksFor(mark byte) (around string, inside markup) {
	inside = s.markup
	switch mark {
	case '*':
		around, inside.bold = s.bold, ""
	case '_':
		around, inside.italic = s.italic, ""
	default:
		around, inside.strike = s.strike, ""
	}
	return around, inside
}

// before is the character before the one at hand, 0 at the beginning.
func (s *scan) before() rune {
	r, size := utf8.DecodeLastRuneInString(s.source[:s.at])
	if size == 0 {
		return 0
	}
	return r
}

// inWord tells whether a character before a mark makes it part of a word or
// address.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '_' && r != 0
}

// closingMark finds where emphasis ends: behind something that is no space, and
// not within a word.
func closingMark(text, mark string) int {
	for i := 1; i < len(text); {
		n := strings.Index(text[i:], mark)
		if n < 0 {
			return -1
		}
		i += n
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, size := utf8.DecodeRuneInString(text[i+len(mark):])
		switch {
		case size > 0 && after == rune(mark[0]):
			i += len(mark) + 1
		case !unicode.IsSpace(before) && (size == 0 || !unicode.IsLetter(after) && !unicode.IsDigit(after)):
			return i
		default:
			i += len(mark)
		}
	}
	return -1
}

// Bounds of a link: what is longer is text.
const (
	maxLabel = 1000
	maxLink  = 2000
)

// markdownLink writes [label](url) and ![label](url).
func (s *scan) markdownLink() bool {
	rest, image := s.source[s.at:], ""
	if rest[0] == '!' {
		image, rest = "!", rest[1:]
	}
	end := labelEnd(rest)
	if end < 0 {
		return false
	}
	label, after := rest[1:end], rest[end+1:]
	target, size := linkTarget(after)
	if target == "" {
		return false
	}
	if s.kind == markdownKind {
		s.out.WriteString(image)
	}
	s.link(label, target)
	s.at += len(image) + end + 1 + size
	return true
}

// labelEnd finds the bracket that closes the one text begins with.
func labelEnd(text string) int {
	if text == "" || text[0] != '[' {
		return -1
	}
	depth := 0
	for i := range min(len(text), maxLabel) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// linkTarget reads the (url) behind a label, with the parentheses in it.
func linkTarget(text string) (target string, size int) {
	if text == "" || text[0] != '(' {
		return "", 0
	}
	depth := 0
	for i := range min(len(text), maxLink) {
		switch text[i] {
		case ' ', '\t', '<', '>':
			return "", 0
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return httpURL(text[1:i]), i + 1
			}
		}
	}
	return "", 0
}

// httpURL is text when it is a link that a chat server follows, else "".
func httpURL(text string) string {
	lower := strings.ToLower(text[:min(len(text), 8)])
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if strings.HasPrefix(lower, scheme) && len(text) > len(scheme) && !strings.ContainsFunc(text, unicode.IsControl) {
			return text
		}
	}
	return ""
}

var slackLinkForm = regexp.MustCompile(`^<((?:https?://|mailto:)[^\s<>|]+)(?:\|([^<>\n]*))?>`)

// brackets would end the label of a link in Markdown.
var brackets = strings.NewReplacer("[", `\[`, "]", `\]`)

// slackLink writes <url> and <url|label>, which Rocket.Chat takes too.
func (s *scan) slackLink() bool {
	m := slackLinkForm.FindStringSubmatch(s.source[s.at:])
	if m == nil {
		return false
	}
	label := m[2]
	if s.kind == markdownKind {
		label = brackets.Replace(label)
	}
	s.link(label, m[1])
	s.at += len(m[0])
	return true
}

// link writes a link with a label, which may have marks of its own.
func (s *scan) link(label, target string) {
	var text strings.Builder
	inside := s.markup
	if s.kind == mrkdwnKind {
		inside = s.plain() // Slack shows marks in a label as they are
	}
	inside.inline(&text, strings.TrimSpace(label), min(s.depth, 2))
	s.out.WriteString(s.linked(text.String(), target))
}

// linked is a link around a label that is written already. Without a label the
// URL is its own.
func (m markup) linked(label, target string) string {
	switch {
	case m.kind == plainKind && label != "":
		return label
	case m.kind == plainKind:
		return m.escaped(target)
	case m.kind == markdownKind && label == "":
		return target
	case m.kind == markdownKind:
		return "[" + label + "](" + markdownURL.Replace(target) + ")"
	case label == "":
		return "<" + slackURL.Replace(target) + ">"
	}
	return "<" + slackURL.Replace(target) + "|" + strings.ReplaceAll(label, "|", "¦") + ">"
}

// What ends a link, written so that it does not.
var (
	slackURL    = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C", "\n", "")
	markdownURL = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", "|", "%7C", "\n", "")
)

var bareURLForm = regexp.MustCompile(`^https?://[^\s<>"|]+`)

// bareURL keeps the marks in a URL from meaning anything. Every server finds
// URLs by itself.
func (s *scan) bareURL() bool {
	if !strings.HasPrefix(s.source[s.at:], "http") || inWord(s.before()) {
		return false
	}
	found := bareURLForm.FindString(s.source[s.at:])
	found = strings.TrimRight(found, ".,;:!?*_~'`)]")
	if len(found) <= len("https://") {
		return false
	}
	s.out.WriteString(s.escaped(found))
	s.at += len(found)
	return true
}

var mentionForm = regexp.MustCompile(`^@(all|here)(?:[^\p{L}\p{N}._-]|[._-](?:[^\p{L}\p{N}._-]|$)|$)`)

// mention writes @all and @here, which Slack has control sequences for. Other
// names every server looks up itself.
func (s *scan) mention() bool {
	m := mentionForm.FindStringSubmatch(s.source[s.at:])
	if m == nil || s.kind != mrkdwnKind || inWord(s.before()) {
		return false
	}
	s.out.WriteString(map[string]string{"all": "<!channel>", "here": "<!here>"}[m[1]])
	s.at += 1 + len(m[1])
	return true
}

var emojiForm = regexp.MustCompile(`^:([a-z0-9_+-]{1,60}):`)

// emoji writes :name: under the name that Slack and Mattermost know.
func (s *scan) emoji() bool {
	m := emojiForm.FindStringSubmatch(s.source[s.at:])
	if m == nil || inWord(s.before()) {
		return false
	}
	s.out.WriteString(":" + emojiName(m[1]) + ":")
	s.at += len(m[0])
	return true
}

// emojiName is Rocket.Chat's name of an emoji as the iamcal/emoji-data set has
// it, which Slack and Mattermost use. Most are the same.
func emojiName(name string) string {
	if other, ok := emojiNames()[name]; ok {
		return other
	}
	return name
}
