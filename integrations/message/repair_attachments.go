package message

import "encoding/json"

// toAttachment makes an attachment of a text, and leaves out what is none.
func (r repairer) toAttachment(v value, at *place) value {
	switch {
	case v.kind() == kindObject:
		return v
	case v.kind() == kindString && v.truthy() && !r.notes.full():
		r.notes.add(CodeConverted, *at, "%s became the text of an attachment", v)
		return members{{quote("text"), v}}.object()
	}
	return r.drop(v, *at, "an attachment")
}

// attachmentMsg makes msg readable before it becomes the text.
func (r repairer) attachmentMsg(o *object, at *place) {
	msg := o.ms.get("msg")
	if to := r.readable(msg, at.member("msg")); !same(to, msg) {
		o.set("msg", to)
	}
}

// attachment repairs the members Rocket.Chat checks, and makes lists of fields
// and actions. The other members stay as they are, in their place.
func (r repairer) attachment(o *object, at *place) {
	o.repair(attachmentRules, func(m member, key string, want want) value {
		in := at.member(key)
		switch key {
		case "color":
			return r.color(m.val, in)
		case "text":
			return r.typed(r.readable(m.val, in), want, in)
		case "fields":
			return r.fieldList(m.val, in)
		case "actions":
			return r.actionList(m.val, in)
		}
		return r.typed(m.val, want, in)
	})
}

// typed makes a value of the type that is wanted, or drops it. Null is fine
// everywhere.
func (r repairer) typed(v value, want want, at place) value {
	if !v.given() || want == wantAny {
		return v
	}
	switch want {
	case wantURL:
		return r.url(v, at, want)
	case wantBoolean:
		return r.boolean(v, at)
	}
	if want.fault(v) == "" {
		return v
	}
	switch want {
	case wantString:
		return r.converted(v, quote(v.asText()), at)
	case wantNumber:
		if n := value(jsTrim(v.str())); json.Valid(n) && n.kind() == kindNumber {
			return r.converted(v, n, at)
		}
		return r.drop(v, at, "a number")
	case wantTime:
		return r.drop(v, at, "a time")
	}
	return r.drop(v, at, "an object")
}

// asText is any value as one line of text: scalars plain, the rest as JSON.
func (v value) asText() string {
	switch v.kind() {
	case kindArray, kindObject:
		return v.compact()
	}
	return v.plain()
}

func (r repairer) color(v value, at place) value {
	v = r.typed(v, wantString, at)
	hex, ok := hexColor(v.str())
	if !ok {
		return v
	}
	r.notes.add(CodeColorName, at, "%s became %s", v, hex)
	return quote(hex)
}

// actionList makes a list of one action.
func (r repairer) actionList(v value, at place) value {
	switch v.kind() {
	case kindUndefined, kindNull, kindArray:
		return v
	case kindObject:
		return r.converted(v, array(v), at)
	}
	return r.drop(v, at, "an array")
}

func (r repairer) action(o *object, at *place) {
	o.repair(actionRules, func(m member, key string, want want) value {
		return r.typed(m.val, want, at.member(key))
	})
}
