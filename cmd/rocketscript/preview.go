package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"rocketscript/integrations/cases"
	"rocketscript/integrations/message"
)

// preview shows what a run came to, as a person wants to read it.
func preview(std streams, script cases.Script, r *cases.Report) error {
	p := &painter{color: useColor(std.out), width: textWidth(std.out)}
	for _, line := range r.Console {
		p.line("%s %s", p.paint(dim, "console."+line.Level), line.Text)
	}
	for _, m := range r.Messages {
		p.message(m)
	}
	if len(r.Messages) == 0 && r.Exception == nil {
		p.line("%s (outcome %s)", p.paint(bold, "Nothing is posted"), r.Outcome)
	}
	if e := r.Exception; e != nil {
		p.line("%s", p.paint(red, e.Error()))
		p.text.WriteString(excerpt(script.Source, e))
		if e.Stack != "" {
			p.line("%s", p.paint(dim, e.Stack))
		}
	}
	for _, w := range r.Warnings {
		p.line("%s %s: %s", p.paint(yellow, "warning"), w.Path, w.Text)
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
	p.line("%s  %s %s", p.paint(blue, m.Channel), p.paint(bold, name), p.paint(dim, icon))
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
		p.block(bar, p.paint(dim, a.AuthorName))
	}
	if a.Title != "" {
		p.block(bar, p.paint(bold, a.Title))
	}
	if a.TitleLink != "" {
		p.line("%s%s", bar, p.paint(blue, a.TitleLink))
	}
	if a.Text != "" {
		p.block(bar, a.Text)
	}
	p.fields(bar, a.Fields)
	for _, picture := range []string{a.ImageURL, a.ThumbURL} {
		if picture != "" {
			p.line("%s%s", bar, p.paint(dim, "[picture] "+picture))
		}
	}
}

// fields shows short fields side by side, as the channel does.
func (p *painter) fields(bar string, fields []message.AttachmentField) {
	column := (p.width - 2) / 2
	for i := 0; i < len(fields); i++ {
		one := p.field(fields[i])
		if fields[i].Short && i+1 < len(fields) && fields[i+1].Short &&
			fieldWidth(fields[i]) < column && fieldWidth(fields[i+1]) < column {
			two := p.field(fields[i+1])
			p.line("%s%s%s%s", bar, one, strings.Repeat(" ", column-fieldWidth(fields[i])), two)
			i++
			continue
		}
		p.block(bar, one)
	}
}

func (p *painter) field(f message.AttachmentField) string {
	return p.paint(dim, f.Title+":") + " " + f.Value
}

func fieldWidth(f message.AttachmentField) int {
	if strings.Contains(f.Value, "\n") {
		return 1 << 20
	}
	return utf8.RuneCountInString(f.Title) + 2 + utf8.RuneCountInString(f.Value)
}

// block writes text with a prefix on each line, wrapped at spaces.
func (p *painter) block(prefix, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		for _, part := range wrap(line, p.width-2) {
			p.line("%s%s", prefix, part)
		}
	}
}

func wrap(line string, width int) []string {
	if utf8.RuneCountInString(line) <= width {
		return []string{line}
	}
	var lines []string
	current, length := "", 0
	for _, word := range strings.Split(line, " ") {
		n := utf8.RuneCountInString(word)
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
