package message

import "strings"

// A repairer changes a content so that Rocket.Chat takes it, and so that it
// says what its author meant (DESIGN §5). Everything after it is as Rocket.Chat
// does it: a repaired content passes exact mode unchanged.
type repairer struct {
	notes   *notes
	maxText int
}

// repair changes the members that are used. It leaves alone what loses to
// another one anyway (an alias beside a username).
func (r repairer) repair(c *content, defaults *Defaults) {
	r.destinations(c)
	r.message(c)
	r.alias(c)
	r.avatarAndEmoji(c, defaults)
	c.tmid = r.threadID(c.tmid)
	c.parseURLs = r.boolean(c.parseURLs, place{key: "parseUrls"})
	c.groupable = r.boolean(c.groupable, place{key: "groupable"})
	if c.customFields.given() && c.customFields.kind() != kindObject {
		c.customFields = r.drop(c.customFields, place{key: "customFields"}, "an object")
	}
}

// alias repairs the alias that is used; falsy ones are none in Rocket.Chat, too.
func (r repairer) alias(c *content) {
	if c.username.truthy() {
		c.username = r.scalarText(c.username, place{key: "username"})
	}
	if c.alias.truthy() && !c.username.truthy() {
		c.alias = r.scalarText(c.alias, place{key: "alias"})
	}
}

// message repairs the text that is used: JSON instead of "[object Object]",
// and no more than the limit.
func (r repairer) message(c *content) {
	c.text = r.readable(c.text, place{key: "text"})
	if c.text.truthy() {
		c.text = r.cut(c.text, place{key: "text"})
		return
	}
	c.msg = r.cut(r.readable(c.msg, place{key: "msg"}), place{key: "msg"})
}

func (r repairer) cut(v value, at place) value {
	text, _ := trimmedText(v, at) // readable left nothing it could refuse
	if utf16Length(text) <= r.maxText {
		return v
	}
	kept, missing := cutText(text, r.maxText)
	r.notes.add(CodeTextCut, at, "the text is longer than %d characters; the last %d were cut off", r.maxText, missing)
	return quote(kept)
}

// readable makes text of an object or array, so that nobody has to read
// "[object Object]": a list of texts line by line, anything else as JSON in a
// code block.
func (r repairer) readable(v value, at place) value {
	if k := v.kind(); k != kindObject && k != kindArray {
		return v
	}
	r.notes.add(CodeTextJSON, at, "text was expected; the %s is shown in a readable form", v.shape())
	if lines, ok := textLines(v); ok {
		return quote(strings.Join(lines, "\n"))
	}
	return quote("```json\n" + strings.ReplaceAll(v.indented(), "```", "'''") + "\n```")
}

func textLines(v value) (lines []string, ok bool) {
	for e := range v.elements() {
		if e.kind() != kindString {
			return nil, false
		}
		lines = append(lines, e.str())
	}
	return lines, v.kind() == kindArray
}

// shape is what people call an object or array.
func (v value) shape() string {
	if v.kind() == kindArray {
		return "array"
	}
	return "object"
}

// scalarText makes text of numbers and booleans, and drops what cannot become
// a name or an id.
func (r repairer) scalarText(v value, at place) value {
	switch v.kind() {
	case kindNumber, kindBoolean:
		return r.converted(v, quote(v.plain()), at)
	case kindArray, kindObject:
		return r.drop(v, at, "text")
	}
	return v
}

// threadID repairs tmid. What is falsy names no thread.
func (r repairer) threadID(v value) value {
	at := place{key: "tmid"}
	if v.given() && v.kind() != kindString && !v.truthy() {
		return r.drop(v, at, "the id of a message")
	}
	return r.scalarText(v, at)
}

// avatarAndEmoji drops pictures Rocket.Chat would refuse the message for, so
// that the next one in line is used.
func (r repairer) avatarAndEmoji(c *content, defaults *Defaults) {
	for _, p := range []struct {
		v    *value
		name string
		want want
	}{
		{&c.iconURL, "icon_url", wantAvatar},
		{&c.avatar, "avatar", wantAvatar},
		{&c.iconEmoji, "icon_emoji", wantString},
		{&c.emoji, "emoji", wantString},
	} {
		if *p.v = r.picture(*p.v, place{key: p.name}, p.want); p.v.truthy() {
			return
		}
	}
	if defaults.Avatar != "" {
		avatar := r.url(quote(defaults.Avatar), place{key: "integration.avatar"}, wantAvatar)
		defaults.Avatar = avatar.str()
	}
}

// picture repairs an avatar or emoji. Numbers and booleans count as none in
// Rocket.Chat, too.
func (r repairer) picture(v value, at place, want want) value {
	switch v.kind() {
	case kindUndefined, kindNull, kindBoolean, kindNumber:
		return nil
	case kindString:
		if want == wantAvatar {
			return r.url(v, at, want)
		}
		return v
	}
	return r.drop(v, at, "text")
}

// url cleans a URL or drops it.
func (r repairer) url(v value, at place, want want) value {
	if v.kind() != kindString {
		return r.drop(v, at, "a URL")
	}
	s := v.str()
	cleaned := jsTrim(s)
	switch {
	case s == "":
		return nil
	case want.allowsURL(s) && cleaned != "":
		return v
	}
	if sch := scheme(cleaned); sch != "" {
		cleaned = strings.ToLower(sch) + cleaned[len(sch):]
	}
	if cleaned != s && want.allowsURL(cleaned) {
		r.notes.add(CodeURLCleaned, at, "%s became %s", v, quote(cleaned))
		return quote(cleaned)
	}
	r.notes.add(CodeURLDropped, at, "%s was left out: a URL begins with http:// or https://", v)
	return nil
}

// boolean reads the usual ways of writing a boolean.
func (r repairer) boolean(v value, at place) value {
	switch v.kind() {
	case kindUndefined, kindNull, kindBoolean:
		return v
	case kindString, kindNumber:
		switch strings.ToLower(jsTrim(v.plain())) {
		case "true", "1":
			return r.converted(v, jsonBool(true), at)
		case "false", "0":
			return r.converted(v, jsonBool(false), at)
		}
	}
	return r.drop(v, at, "true or false")
}

// plain is a scalar as text. Long whole numbers keep all their digits: they are
// ids and counters, and a double would round them.
func (v value) plain() string {
	if v.kind() == kindNumber && isLongInteger(v) {
		return string(v)
	}
	s, _ := v.text() // scalars always have one
	return s
}

func isLongInteger(v value) bool {
	return len(v) > len("9007199254740991") && strings.Trim(string(v), "-0123456789") == ""
}

func (r repairer) converted(from, to value, at place) value {
	r.notes.add(CodeConverted, at, "%s became %s", from, to)
	return to
}

func (r repairer) drop(v value, at place, wanted string) value {
	r.notes.add(CodeDropped, at, "%s was left out: %s was expected", v, wanted)
	return nil
}
