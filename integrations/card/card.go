package card

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Event is what a sender sent, and why there is no better message of it.
type Event struct {
	// Integration is what people call the integration that received it.
	Integration string
	// Kind is what the sender called the event outside of the payload, in a
	// header; empty when it did not.
	Kind string
	// Cause says in a line why the script made no message; empty when unknown.
	Cause string
	// Payload is JSON or any other text, or nothing.
	Payload []byte
}

// Bounds on the texts of a card, in characters.
const (
	maxName  = 80
	maxCause = 160
	maxTitle = 200
	maxText  = 700
	maxPlain = 1200
)

type content struct {
	Text        string       `json:"text"`
	Attachments []attachment `json:"attachments"`
}

type attachment struct {
	Color     string  `json:"color"`
	Title     string  `json:"title,omitempty"`
	TitleLink string  `json:"title_link,omitempty"`
	Text      string  `json:"text,omitempty"`
	Fields    []field `json:"fields,omitempty"`
}

type field struct {
	Title string `json:"title"`
	Value string `json:"value"`
	Short bool   `json:"short"`
}

// Content returns the card as the content of a message: which integration's
// event it is and that its script failed, and in an attachment title, link,
// text and the most telling values of the payload in their order. Payloads
// that are no JSON are shown as text.
//
// The card is at most some kilobytes, whatever the payload is. No secret that
// its name or look gives away is in it, and nothing in it formats or mentions.
func Content(e Event) json.RawMessage {
	card := content{Text: headline(e), Attachments: []attachment{payloadPart(e)}}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(card); err != nil {
		panic("card: " + err.Error()) // texts always have a JSON form
	}
	return bytes.TrimSpace(out.Bytes())
}

// nameMarks are left out of the integration's name, which stands in bold.
var nameMarks = strings.NewReplacer("*", "", "_", " ", "~", "", "`", "", "[", "(", "]", ")")

func headline(e Event) string {
	name := strings.TrimSpace(shown(nameMarks.Replace(e.Integration), maxName))
	if name == "" {
		name = "This integration"
	}
	text := ":warning: *" + name + "*: the script failed, so here is the event as it came."
	if strings.TrimSpace(e.Cause) == "" {
		return text
	}
	return text + "\n" + codeSpan(e.Cause, maxCause)
}

// payloadPart shows the payload.
func payloadPart(e Event) attachment {
	payload := bytes.TrimSpace(bytes.TrimPrefix(e.Payload, []byte("\uFEFF")))
	if len(payload) == 0 {
		return attachment{Color: colorUnknown, Text: "The request was empty."}
	}
	if bytes.IndexByte([]byte(`{["`), payload[0]) < 0 || !json.Valid(payload) {
		return textPart(payload)
	}
	root := readTree(payload)
	if root.kind == kindString {
		return textPart([]byte(root.text))
	}
	return treePart(root, e.Kind)
}

func treePart(root *node, kind string) attachment {
	chosen := choose(root)
	best := candidates(root, chosen)
	a := attachment{Color: color(best), Fields: fields(kind, best)}
	if chosen.title != nil {
		var rest string
		a.Title, rest = titleOf(chosen.title)
		if chosen.text == nil {
			a.Text = shownText(rest, maxText)
		}
	}
	if chosen.link != nil {
		a.TitleLink = webAddress(chosen.link.text)
	}
	if chosen.text != nil {
		a.Text = shownText(chosen.remaining(), maxText)
	}
	if a.TitleLink != "" && a.Title == "" {
		a.Title = cut(a.TitleLink, maxTitle)
	}
	if a.Title == "" && a.Text == "" && len(a.Fields) == 0 {
		a.Text = "The event holds nothing that can be shown."
	}
	return a
}

// titleOf returns the first line of a text as title, with the ticket's key in
// front where there is one, and the other lines.
func titleOf(n *node) (title, rest string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(clean(n.text)), "\n")
	first = slackLink.ReplaceAllStringFunc(first, func(link string) string {
		parts := slackLink.FindStringSubmatch(link)
		return cmp.Or(strings.TrimSpace(parts[2]), parts[1])
	})
	if key := ticketKey(n); key != "" && !strings.Contains(first, key) {
		first = key + ": " + first
	}
	return defusePings(defuser.Replace(cut(masked(oneLine(first)), maxTitle))), rest
}

// ticketKey finds the key that people call a ticket by, such as OPS-12, in the
// objects around its title.
func ticketKey(title *node) string {
	for around, steps := title.parent, 0; around != nil && steps < 2; around, steps = around.parent, steps+1 {
		for _, child := range around.children {
			if child.name == "key" && isTicketKey(child.text) {
				return child.text
			}
		}
	}
	return ""
}

func isTicketKey(s string) bool {
	const longest = 20
	project, number, found := strings.Cut(s, "-")
	return found && len(s) <= longest && project != "" && number != "" && strings.Trim(number, "0123456789") == "" &&
		strings.Trim(project, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// remaining is the text without the title that it may begin with.
func (c choice) remaining() string {
	text := strings.TrimSpace(clean(c.text.text))
	if c.title == nil {
		return text
	}
	rest, found := strings.CutPrefix(text, strings.TrimSpace(clean(c.title.text)))
	if !found || rest != "" && !strings.HasPrefix(rest, "\n") {
		return text
	}
	return rest
}

// textPart shows what is no JSON.
func textPart(payload []byte) attachment {
	start := payload[:min(len(payload), maxString)]
	for len(start) < len(payload) && len(start) > 0 && !utf8.RuneStart(payload[len(start)]) {
		start = start[:len(start)-1]
	}
	text := clean(string(start))
	if binary(text, start) {
		return attachment{Color: colorUnknown, Text: fmt.Sprintf("%d bytes that are no text.", len(payload))}
	}
	return attachment{Color: colorUnknown, Text: codeBlock(text, maxPlain)}
}

// binary tells whether a text is none: more than a tenth of it is no character.
func binary(text string, from []byte) bool {
	strange := strings.Count(text, "\uFFFD") + len(from) - len(bytes.ReplaceAll(from, []byte{0}, nil))
	return strange*10 > len(from) || strings.TrimSpace(text) == ""
}
