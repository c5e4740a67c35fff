package message

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// An Object is a part of a content that JavaScript shows as another text than
// its JSON tells: a script can return a Date, an Error, a regular expression.
type Object struct {
	// Path is its place, such as "attachments[0].text".
	Path string
	// Text is what String() gives of it.
	Text string
}

// Spell puts the texts of objects into a content where Rocket.Chat makes text
// of a value: text, msg, and msg of attachments (reference §6.1).
//
// With exact, an object where Rocket.Chat checks for another type (§6.3) becomes
// {}, for which Build refuses the message as Rocket.Chat does for the object.
// Without, an object that JSON has nothing of, such as an Error, is its text
// everywhere but in customFields.
func Spell(content json.RawMessage, objects []Object, exact bool) json.RawMessage {
	if len(objects) == 0 || !json.Valid(content) {
		return content
	}
	s := speller{texts: make(map[string]string, len(objects)), exact: exact}
	for _, o := range objects {
		s.texts[o.Path] = o.Text
	}
	return json.RawMessage(s.spell(value(bytes.TrimSpace(content)), ""))
}

type speller struct {
	texts map[string]string
	exact bool
}

// spell returns the value at a path with the objects in it spelled, the very
// same bytes when there are none.
func (s speller) spell(v value, path string) value {
	if text, ok := s.texts[path]; ok {
		return s.object(v, text, path)
	}
	switch v.kind() {
	case kindArray:
		return v.rewrite(func(e value, i int) value { return s.spell(e, path+"["+strconv.Itoa(i)+"]") })
	case kindObject:
		return s.members(v, path)
	}
	return v
}

func (s speller) members(v value, path string) value {
	if path != "" {
		path += "."
	}
	o := object{raw: v, ms: membersOf(v)}
	for i, m := range o.ms {
		if to := s.spell(m.val, path+m.name.str()); !same(to, m.val) {
			o.raw, o.ms[i].val = nil, to
		}
	}
	return o.value()
}

// stringified matches the places of which Rocket.Chat makes text, and what is
// in a list there.
var stringified = regexp.MustCompile(`^(?:attachments\[\d+\]\.msg|msg|text)(?:\[\d+\])*$`)

// invalidDate is the text of a Date whose JSON is null, and an object all the
// same.
const invalidDate = "Invalid Date"

func (s speller) object(v value, text, path string) value {
	switch {
	case stringified.MatchString(path):
		return quote(text)
	case s.exact && (v.given() || text == invalidDate) && isChecked(path):
		return value("{}")
	case !s.exact && v.kind() == kindObject && !strings.HasPrefix(path, "customFields."):
		return quote(text)
	}
	return v
}

// checkedPlace matches a member of the content, an attachment, a field or an
// action.
var checkedPlace = regexp.MustCompile(`^(?:attachments\[\d+\]\.(?:(fields|actions)\[\d+\]\.)?|())(\w+)$`)

// isChecked reports whether a type is asked of the member at this path.
func isChecked(path string) bool {
	m := checkedPlace.FindStringSubmatchIndex(path)
	if m == nil {
		return false
	}
	asked := attachmentRules
	switch {
	case m[4] >= 0:
		asked = messageRules
	case m[2] >= 0 && path[m[2]] == 'f':
		asked = fieldRules
	case m[2] >= 0:
		asked = actionRules
	}
	_, want := asked.of(member{name: quote(path[m[6]:])})
	return want != wantAny
}
