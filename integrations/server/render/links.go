package render

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareURL is a web address within a text. Unlike the library's own it takes
// hosts without a dot: monitoring lives on them.
var bareURL = regexp.MustCompile(`^https?://[^\s<>|"/?#\[\]*` + "`" + `]+(?:[/?#][^\s<>|"*` + "`" + `]*)?`)

// slackLink is Slack's form of a link, <address> or <address|text>.
var slackLink = regexp.MustCompile(`^<((?:https?://|mailto:)[^\s<>|]+)(?:\|([^<>\n]*))?>`)

// slackLinkParser reads Slack's links, which Rocket.Chat takes too.
type slackLinkParser struct{}

// Trigger implements [parser.InlineParser].
func (slackLinkParser) Trigger() []byte { return []byte{'<'} }

// Parse implements [parser.InlineParser].
func (slackLinkParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if pc.IsInLinkLabel() {
		return nil
	}
	line, _ := block.PeekLine()
	m := slackLink.FindSubmatch(line)
	if m == nil || !linkable(string(m[1])) {
		return nil
	}
	block.Advance(len(m[0]))
	link := ast.NewLink()
	link.Destination = bytes.Clone(m[1])
	label := bytes.TrimSpace(m[2])
	if len(label) == 0 {
		label = m[1]
	}
	link.AppendChild(link, ast.NewString([]byte(replaceEmoji(string(label)))))
	return link
}

// linkable tells whether a text may link there: the web, or mail.
func linkable(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != "" && !strings.ContainsAny(u.Host, "'\"<>`{}|^\\%!$&()*+,;=")
	case "mailto":
		return u.Opaque != ""
	}
	return false
}

// webLink returns the address when it may be linked to, else "".
func webLink(address string) string {
	if address = strings.TrimSpace(address); linkable(address) {
		return address
	}
	return ""
}

// dataImage is a picture within its own URL. SVG is fine: as an image it
// neither runs scripts nor loads anything.
var dataImage = regexp.MustCompile(`^data:image/(?:png|jpe?g|gif|webp|avif|svg\+xml)(?:;[a-zA-Z0-9=.-]+)*,[\w\d!$&'()*+,;=:@%/?.~-]*$`)

// maxDataImage bounds a picture within its own URL, in bytes.
const maxDataImage = 1 << 20

// secureMedia returns the address of a picture or recording when the page may
// load it (Content-Security-Policy: https, and data for pictures), else "".
func secureMedia(address string) string {
	address = strings.TrimSpace(address)
	if len(address) <= maxDataImage && dataImage.MatchString(address) {
		return address
	}
	if u, err := url.Parse(address); err == nil && u.Scheme == "https" && u.Host != "" {
		return address
	}
	return ""
}
