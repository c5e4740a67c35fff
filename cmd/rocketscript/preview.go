package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"rocketscript/integrations/cases"
	"rocketscript/integrations/message"
)

// preview shows what a run came to, as a person wants to read it.
func preview(std streams, script cases.Script, r *cases.Report) error {
	p := &painter{color: useColor(std.out), width: textWidth(std.out)}
	for _, line := range r.Console {
		p.line("%s %s", p.paint(dim, "console."+line.Level), visible(line.Text))
	}
	for _, m := range r.Messages {
		p.message(m)
	}
	if len(r.Messages) == 0 && r.Exception == nil {
		p.line("%s (outcome %s)", p.paint(bold, "Nothing is posted"), r.Outcome)
	}
	if e := r.Exception; e != nil {
		p.line("%s", p.paint(red, visible(e.Error())))
		p.text.WriteString(visible(excerpt(script.Source, e)))
		if e.Stack != "" {
			p.line("%s", p.paint(dim, visible(e.Stack)))
		}
	}
	for _, w := range r.Warnings {
		p.line("%s %s: %s", p.paint(yellow, "warning"), visible(w.Path), visible(w.Text))
	}
	p.line("%s %d %s", p.paint(dim, "reply"), r.Reply.Status, r.Reply.Body)
	_, err := io.WriteString(std.out, p.text.String())
	return err
}

// ANSI styles.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "34"
)

// A painter collects lines for a terminal.
type painter struct {
	text  strings.Builder
	color bool
	width int
}

// useColor honours NO_COLOR (no-color.org).
func useColor(w io.Writer) bool { return isTerminal(w) && os.Getenv("NO_COLOR") == "" }

func textWidth(w io.Writer) int {
	if file, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width >= 40 {
			return min(width, 120)
		}
	}
	return 80
}

func (p *painter) line(format string, args ...any) {
	fmt.Fprintf(&p.text, format+"\n", args...)
}

func (p *painter) paint(style, text string) string {
	if !p.color || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func (p *painter) message(m message.Message) {
	name := m.Alias
	if name == "" {
		name = m.Bot.Integration
	}
	icon := m.Emoji
	if icon == "" && m.Avatar != "" {
		icon = "(" + m.Avatar + ")"
	}
	header := p.paint(blue, visible(m.Channel)) + "  " + p.paint(bold, visible(name))
	if icon != "" {
		header += " " + p.paint(dim, visible(icon))
	}
	p.line("%s", header)
	if m.Msg != "" {
		p.block("", m.Msg)
	}
	for _, raw := range m.Attachments {
		p.attachment(raw)
	}
	p.line("")
}

func (p *painter) attachment(raw json.RawMessage) {
	a := message.ParseAttachment(raw)
	bar := p.paint(barStyle(a.Color), "┃") + " "
	if a.Pretext != "" {
		p.block("", a.Pretext)
	}
	if a.AuthorName != "" {
		p.line("%s%s", bar, p.paint(dim, visible(a.AuthorName)))
	}
	if a.Title != "" {
		p.lines(bar, p.paint(bold, visible(a.Title)))
	}
	if a.TitleLink != "" {
		p.line("%s%s", bar, p.paint(blue, visible(a.TitleLink)))
	}
	if a.Text != "" {
		p.block(bar, a.Text)
	}
	p.fields(bar, a.Fields)
	for _, picture := range []string{a.ImageURL, a.ThumbURL} {
		if picture != "" {
			p.line("%s%s", bar, p.paint(dim, "[picture] "+visible(picture)))
		}
	}
}

// visible keeps what a script says from steering the terminal: control
// characters but for line ends and tabs are shown as what they are not.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, text)
}

// markdownLink is a link as field values and texts have it.
var markdownLink = regexp.MustCompile(`\[([^\[\]]+)\]\((https?://[^()\s]+)\)`)

// links shows Markdown's links by their text alone where the terminal can be
// told the address, which terminals that know nothing of it leave out.
func (p *painter) links(text string) string {
	if !p.color {
		return text
	}
	return markdownLink.ReplaceAllString(text, "\x1b]8;;$2\x1b\\$1\x1b]8;;\x1b\\")
}

// fields shows short fields side by side, as the channel does.
func (p *painter) fields(bar string, fields []message.AttachmentField) {
	column := (p.width - 2) / 2
	for i := 0; i < len(fields); i++ {
		one := p.field(fields[i])
		if fields[i].Short && i+1 < len(fields) && fields[i+1].Short &&
			p.fieldWidth(fields[i]) < column && p.fieldWidth(fields[i+1]) < column {
			two := p.field(fields[i+1])
			p.line("%s%s%s%s", bar, one, strings.Repeat(" ", column-p.fieldWidth(fields[i])), two)
			i++
			continue
		}
		p.lines(bar, one)
	}
}

func (p *painter) field(f message.AttachmentField) string {
	return p.paint(dim, visible(f.Title)+":") + " " + p.links(visible(f.Value))
}

// fieldWidth is how wide a field is on one line; one of several lines is wider
// than any.
func (p *painter) fieldWidth(f message.AttachmentField) int {
	if strings.Contains(f.Value, "\n") {
		return 1 << 20
	}
	return p.shownWidth(f.Title) + 2 + p.shownWidth(f.Value)
}

// shownWidth counts the characters a terminal shows of a text.
func (p *painter) shownWidth(text string) int {
	if p.color {
		text = markdownLink.ReplaceAllString(text, "$1")
	}
	return utf8.RuneCountInString(text)
}

// block writes a script's text with a prefix on each line, wrapped at spaces.
func (p *painter) block(prefix, text string) {
	for line := range strings.SplitSeq(visible(text), "\n") {
		for _, part := range p.wrap(line, p.width-2) {
			p.line("%s%s", prefix, p.links(part))
		}
	}
}

// lines writes lines that are painted already, with a prefix on each.
func (p *painter) lines(prefix, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		p.line("%s%s", prefix, line)
	}
}

func (p *painter) wrap(line string, width int) []string {
	if p.shownWidth(line) <= width {
		return []string{line}
	}
	var lines []string
	current, length := "", 0
	for word := range strings.SplitSeq(line, " ") {
		n := p.shownWidth(word)
		if length > 0 && length+1+n > width {
			lines = append(lines, current)
			current, length = word, n
			continue
		}
		if length > 0 {
			current += " "
			length++
		}
		current += word
		length += n
	}
	return append(lines, current)
}

// barStyle is the terminal colour nearest to an attachment's hex colour.
func barStyle(color string) string {
	var r, g, b int
	if _, err := fmt.Sscanf(color, "#%02x%02x%02x", &r, &g, &b); err == nil {
		return fmt.Sprintf("38;2;%d;%d;%d", r, g, b)
	}
	return dim
}
