package message

import (
	"fmt"
	"unicode/utf8"
)

// The codes of warnings. The first two are given in exact mode, too, for
// Rocket.Chat ignores the same; the others each stand for one repair.
const (
	// CodeContentArray: the content is an array, nothing in it is used.
	CodeContentArray = "content-array"
	// CodeAttachmentsIgnored: attachments is given but not an array.
	CodeAttachmentsIgnored = "attachments-ignored"

	// CodeTextJSON: a text given as an object or array became readable text.
	CodeTextJSON = "text-json"
	// CodeTextCut: a text over the limit was cut.
	CodeTextCut = "text-cut"
	// CodeChannelConverted: a destination was not quite a name and became one.
	CodeChannelConverted = "channel-converted"
	// CodeChannelDropped: a destination that is no name was left out.
	CodeChannelDropped = "channel-dropped"
	// CodeColorName: good, warning or danger became a colour.
	CodeColorName = "color-name"
	// CodeURLCleaned: space around a URL was removed, or its scheme put in
	// lower case.
	CodeURLCleaned = "url-cleaned"
	// CodeURLDropped: a URL that Rocket.Chat refuses was left out. Empty ones
	// are left out without a warning.
	CodeURLDropped = "url-dropped"
	// CodeFieldEmpty: an attachment field without title or value got a dash.
	CodeFieldEmpty = "field-empty"
	// CodeFieldText: the title or value of an attachment field, or a whole
	// field, was not text and became text.
	CodeFieldText = "field-text"
	// CodeConverted: a value of a wrong type became the type that was meant.
	CodeConverted = "converted"
	// CodeDropped: a value of a wrong type was left out.
	CodeDropped = "dropped"
	// CodeMore stands last, for all warnings above MaxWarnings.
	CodeMore = "more-warnings"
)

// MaxWarnings is how many warnings one content can have; one CodeMore may
// follow them. From then on attachments and fields that are none are left out
// instead of converted: no script means to send so many, and each would take
// several times the room it came in.
const MaxWarnings = 100

// notes collects warnings.
type notes struct{ list []Warning }

func (n *notes) add(code string, at place, format string, args ...any) {
	switch len(n.list) {
	case MaxWarnings:
		n.list = append(n.list, Warning{Code: CodeMore, Text: "there is more like this, which is not listed; what is no attachment or field was left out"})
	case MaxWarnings + 1:
	default:
		n.list = append(n.list, Warning{Code: code, Path: at.String(), Text: fmt.Sprintf(format, args...)})
	}
}

// full reports whether there is no room for another warning.
func (n *notes) full() bool { return len(n.list) >= MaxWarnings }

// ignored tells of what Rocket.Chat ignores, and takes it out of the content.
func (n *notes) ignored(c *content) {
	if c.isArray {
		n.add(CodeContentArray, place{}, "the content is an array; Rocket.Chat posts an empty message then")
	}
	if c.attachments.truthy() && c.attachments.kind() != kindArray {
		n.add(CodeAttachmentsIgnored, place{key: "attachments"}, "attachments has to be an array; %s was ignored", c.attachments)
	}
	if c.attachments.kind() != kindArray {
		c.attachments = nil
	}
}

// String is v as warnings quote it: compact, and not all of it if it is long.
func (v value) String() string {
	const enough = 400 // bytes; shorten cuts further, this keeps compact cheap
	if len(v) > enough {
		return shorten(string(v[:enough]))
	}
	return shorten(v.compact())
}

// shorten keeps the first 80 bytes of s, about.
func shorten(s string) string {
	const limit = 80
	if len(s) <= limit {
		return s
	}
	end := limit
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
