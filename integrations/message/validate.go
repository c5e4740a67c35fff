package message

import "fmt"

// The texts of reference §6.3.
const (
	sizeExceeded  = "error-message-size-exceeded"
	invalidHref   = "Invalid href value provided"
	fieldRequired = "Invalid attachment field, title and value is required"
)

// A want is a type Rocket.Chat asks of a member that is not null.
type want byte

const (
	wantAny want = iota
	wantString
	wantBoolean
	wantNumber
	wantObject
	wantArray
	wantTime       // string or number
	wantFieldValue // string, number or boolean
	wantURL        // absolute, or a local upload
	wantAvatar     // as wantURL, or relative
)

// A rule is the type of one member. Rules stand in the order in which
// Rocket.Chat checks them, which decides the error of a message with several
// faults.
type rule struct {
	key  string
	want want
}

// rules are what is asked of one kind of object.
type rules []rule

// of returns the type asked of a member, and its name; "" for a member nothing
// is asked of.
func (rs rules) of(m member) (string, want) {
	for _, r := range rs {
		if m.named(r.key) {
			return r.key, r.want
		}
	}
	return "", wantAny
}

var messageRules = rules{
	{"alias", wantString},
	{"emoji", wantString},
	{"tmid", wantString},
	{"avatar", wantAvatar},
}

var attachmentRules = rules{
	{"color", wantString},
	{"text", wantString},
	{"ts", wantTime},
	{"thumb_url", wantURL},
	{"button_alignment", wantString},
	{"actions", wantArray},
	{"message_link", wantURL},
	{"collapsed", wantBoolean},
	{"author_name", wantString},
	{"author_link", wantURL},
	{"author_icon", wantURL},
	{"title", wantString},
	{"title_link", wantURL},
	{"title_link_download", wantBoolean},
	{"image_dimensions", wantObject},
	{"image_url", wantURL},
	{"image_preview", wantString},
	{"image_type", wantString},
	{"image_size", wantNumber},
	{"audio_url", wantURL},
	{"audio_type", wantString},
	{"audio_size", wantNumber},
	{"video_url", wantURL},
	{"video_type", wantString},
	{"video_size", wantNumber},
	{"fields", wantArray},
}

var fieldRules = rules{
	{"short", wantBoolean},
	{"title", wantString},
	{"value", wantFieldValue},
}

var actionRules = rules{
	{"type", wantString},
	{"text", wantString},
	{"url", wantURL},
	{"image_url", wantURL},
	{"is_webview", wantBoolean},
	{"webview_height_ratio", wantString},
	{"msg", wantString},
	{"msg_in_chat_window", wantBoolean},
}

// check is the validation of reference §6.3, as far as it needs no server.
func (d draft) check(maxText int) *Error {
	if utf16Length(d.msg) > maxText {
		return &Error{Message: sizeExceeded, Path: "text"}
	}
	top := members{
		{value(`"alias"`), d.alias}, {value(`"emoji"`), d.emoji},
		{value(`"tmid"`), d.tmid}, {value(`"avatar"`), d.avatar},
	}
	if fault := top.check(messageRules); fault != nil {
		return fault
	}
	return d.attachmentFault
}

// checkField checks a field and its members, those of an object.
func checkField(v value, ms members) *Error {
	if v.kind() == kindNull {
		return &Error{Message: readOfNull("short")}
	}
	if fault := ms.check(fieldRules); fault != nil {
		return fault
	}
	if !ms.get("value").truthy() || !ms.get("title").truthy() {
		return &Error{Message: fieldRequired}
	}
	return nil
}

func checkAction(v value, ms members) *Error {
	if v.kind() == kindNull {
		return &Error{Message: readOfNull("type")}
	}
	return ms.check(actionRules)
}

// check returns the error of the first rule that a member breaks.
func (ms members) check(rs rules) *Error {
	for _, r := range rs {
		v := ms.get(r.key)
		if !v.given() {
			continue
		}
		if text := r.want.mismatch(v, r.key); text != "" {
			return &Error{Message: text, Path: r.key}
		}
	}
	return nil
}

// mismatch returns the error text for a given value of a wrong type, or "".
// Rocket.Chat nests the matchers of Meteor's check, and each level puts its
// prefix before the text of the level below.
func (w want) mismatch(v value, key string) string {
	found := w.fault(v)
	switch {
	case found == "" || found == invalidHref:
		return found
	case w == wantURL || w == wantAvatar:
		found = "Match error: " + found
	}
	return "Match error: Match error: " + found + " in field " + key
}

// fault says what is wrong with a value, as Meteor's check does; "" when
// nothing is.
func (w want) fault(v value) string {
	switch w {
	case wantString:
		return expected("string", v)
	case wantBoolean:
		return expected("boolean", v)
	case wantNumber:
		return expected("number", v)
	case wantObject:
		if v.kind() == kindArray {
			return "Expected plain object"
		}
		return expected("object", v)
	case wantArray:
		if v.kind() != kindArray {
			return "Expected array, got " + v.compact()
		}
	case wantTime, wantFieldValue:
		if k := v.kind(); k != kindString && k != kindNumber && (k != kindBoolean || w == wantTime) {
			return "Failed Match.OneOf, Match.Maybe or Match.Optional validation"
		}
	case wantURL, wantAvatar:
		if found := expected("string", v); found != "" {
			return found
		}
		if !w.allowsURL(v.str()) {
			return invalidHref
		}
	}
	return ""
}

func expected(typeof string, v value) string {
	if v.typeof() == typeof {
		return ""
	}
	return fmt.Sprintf("Expected %s, got %s", typeof, v.typeof())
}

// readOfNull is what V8 says when a member of null is read.
func readOfNull(member string) string {
	return "Cannot read properties of null (reading '" + member + "')"
}

// utf16Length is the length JavaScript gives a string.
func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > '\uffff' {
			n++
		}
	}
	return n
}
