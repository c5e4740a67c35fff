package destination

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// says is an answer in a few words.
func (j judge) says(a answer, reply apiReply) string {
	// Before anything is cut, or half of it would slip through.
	a.body = []byte(j.hidden(string(a.body)))
	status := strconv.Itoa(a.status)
	if name := http.StatusText(a.status); name != "" {
		status += " " + name
	}
	if text := reply.text(); text != "" {
		return fmt.Sprintf("%s: %q", status, j.clean(text))
	}
	return status + ", " + j.clean(bodyInWords(a))
}

// bodyInWords describes a body that is not the API's.
func bodyInWords(a answer) string {
	body := bytes.TrimSpace(a.body)
	if len(body) == 0 {
		return "no body"
	}
	if kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type")); kind == "text/html" || body[0] == '<' {
		return "an HTML page" + pageTitle(body)
	}
	return fmt.Sprintf("%q", oneLine(string(body), 100))
}

var titleTag = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

func pageTitle(body []byte) string {
	m := titleTag.FindSubmatch(body[:min(len(body), 16<<10)])
	if m == nil {
		return ""
	}
	return fmt.Sprintf(" titled %q", oneLine(string(m[1]), 80))
}

// clean is a text of the server fit for errors and logs: one line, of bounded
// length, and without our secrets.
func (j judge) clean(text string) string { return oneLine(j.hidden(text), 400) }

// hidden is a text without our secrets.
func (j judge) hidden(text string) string {
	for _, secret := range j.secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	return text
}

// oneLine puts white space and control characters together as single spaces
// and cuts after limit runes.
func oneLine(text string, limit int) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
