package render

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
)

// Bounds on one text. Markdown parsing is more than linear in the worst case,
// so a text far beyond what a chat message may have (5,000 characters unless
// configured) is shown as it is, and one beyond all reading is cut.
const (
	maxMarkdown = 16_000  // bytes rendered as Markdown
	maxShown    = 200_000 // bytes shown at all
	// What costs quadratic time: links and runs of *, _ or ~ in one text.
	maxLinks      = 300
	maxDelimiters = 1500
)

// A RoomPath finds the path of the page of the room with this name, for
// #name in a text.
type RoomPath func(name string) (path string, ok bool)

// Markdown renders Rocket.Chat's dialect: *bold* and **bold**, _italic_,
// ~struck~, code, lists, quotes, headings, links in both Markdown's and Slack's
// form, bare URLs, :emoji:, @user and #channel. Line breaks are kept.
//
// It is safe for concurrent use.
type Markdown struct {
	block, inline dialect
	policy        *bluemonday.Policy
}

// A dialect is a parser and the renderer of what it produces.
type dialect struct {
	blocks   bool
	parser   parser.Parser
	renderer renderer.Renderer
}

// NewMarkdown makes a Markdown.
func NewMarkdown() *Markdown {
	return &Markdown{
		block:  dialect{true, newBlockParser(), newNodeRenderer(false)},
		inline: dialect{false, newInlineParser(), newNodeRenderer(true)},
		policy: newPolicy(),
	}
}

// Block renders a whole text: paragraphs, lists, quotes, headings and code.
// rooms may be nil.
func (m *Markdown) Block(source string, rooms RoomPath) template.HTML {
	if unmarked(source) && startsWord(source) {
		return template.HTML("<p>" + html.EscapeString(source) + "</p>")
	}
	return m.render(m.block, source, rooms)
}

// Inline renders a text that stands within a line, such as the value of a
// field: no lists, quotes or headings, line breaks kept.
func (m *Markdown) Inline(source string, rooms RoomPath) template.HTML {
	if unmarked(source) {
		return template.HTML(html.EscapeString(strings.TrimSpace(source)))
	}
	return m.render(m.inline, source, rooms)
}

func (m *Markdown) render(d dialect, source string, rooms RoomPath) template.HTML {
	source = strings.ToValidUTF8(source, "\uFFFD")
	if len(source) > maxMarkdown || tooDense(source) {
		return Plain(source)
	}
	prepared := []byte(prepare(source, d.blocks))
	pc := parser.NewContext()
	pc.Set(roomsKey, rooms)
	tree := d.parser.Parse(text.NewReader(prepared), parser.WithContext(pc))
	var out bytes.Buffer
	if err := d.renderer.Render(&out, prepared, tree); err != nil {
		return Plain(source) // a node without a renderer: show the text itself
	}
	// Sanitized by an allow list: the one place where HTML is declared safe.
	return template.HTML(bytes.TrimSpace(m.policy.SanitizeBytes(out.Bytes())))
}

// unmarked tells whether a short text surely has no markup: most titles and
// values of fields, which then cost next to nothing.
func unmarked(source string) bool {
	return len(source) < 200 && utf8.ValidString(source) && !strings.ContainsAny(source, "*_~`[]<>|:@#&!\\\n\r\t\x00") &&
		!strings.Contains(source, "  ") && !strings.Contains(source, "www.")
}

// startsWord tells whether a text begins with a letter, as no list does, and
// has nothing to trim.
func startsWord(source string) bool {
	first, _ := utf8.DecodeRuneInString(source)
	return unicode.IsLetter(first) && strings.TrimSpace(source) == source
}

// tooDense tells whether a text holds more markup than anyone writes.
func tooDense(source string) bool {
	runs, last := 0, rune(0)
	for _, c := range source {
		if c != last && (c == '*' || c == '_' || c == '~') {
			runs++
		}
		last = c
	}
	return runs > maxDelimiters || strings.Count(source, "](") > maxLinks || strings.Count(source, "[") > maxDelimiters
}

// Plain renders a text as it is, line breaks kept. Beyond 200,000 bytes it is
// cut, with a note of how much is missing.
func Plain(source string) template.HTML {
	source = strings.ToValidUTF8(source, "\uFFFD")
	note := ""
	if len(source) > maxShown {
		cut := maxShown
		for !utf8.RuneStart(source[cut]) {
			cut--
		}
		note = fmt.Sprintf(`<p class="note">… %d more bytes are not shown.</p>`, len(source)-cut)
		source = source[:cut]
	}
	return template.HTML(`<p class="plain">` + html.EscapeString(source) + `</p>` + note)
}
