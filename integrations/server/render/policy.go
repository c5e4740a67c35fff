package render

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// newPolicy is the allow list that the outcome of Markdown passes. Links lead
// to http, https, mailto, or a room of this workspace, and never tell the
// other side where they were followed from.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "del", "code", "pre", "ul", "ol", "li",
		"blockquote", "h3", "h4", "h5", "h6", "span")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(mention|emoji)$`)).OnElements("span", "a")
	p.AllowAttrs("title").Matching(regexp.MustCompile(`^:[a-z0-9_+-]+:$`)).OnElements("span")
	p.AllowAttrs("href").Matching(regexp.MustCompile(`(?i)^(https?://|mailto:|/(channel|group)/)`)).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}
