package message

import "encoding/json"

// dash stands for an empty title or value of an attachment field. It is an en
// dash: a hyphen alone would begin a list in Markdown.
const dash = "–"

// attachments repairs each attachment and leaves out what is none.
func (r repairer) attachments(v value) value {
	if v.kind() != kindArray {
		return v
	}
	return r.each(v, place{key: "attachments"}, func(a value, at place) value {
		switch a.kind() {
		case kindObject:
			return r.attachment(a, at)
		case kindString:
			if a.truthy() {
				return r.converted(a, members(nil).set("text", a).object(), at)
			}
		}
		return r.drop(a, at, "an attachment")
	})
}

// each repairs the elements of a list, leaving out those of which nothing is
// left. The list stays the very same bytes when nothing changes.
func (r repairer) each(v value, list place, repair func(e value, at place) value) value {
	var kept []value
	changed, i := false, 0
	for e := range v.elements() {
		at := place{parent: list.parent, list: list.key, item: i}
		to := repair(e, at)
		changed = changed || !same(to, e)
		if to != nil {
			kept = append(kept, to)
		}
		i++
	}
	if !changed {
		return v
	}
	return array(kept)
}

// same reports whether two values are the same piece of memory.
func same(a, b value) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// attachment repairs the members Rocket.Chat checks. The others stay as they
// are, in their place.
func (r repairer) attachment(a value, at place) value {
	return r.object(a, attachmentRules, at, func(m member, key string, want want) value {
		in := at.member(key)
		switch key {
		case "color":
			return r.color(m.val, in)
		case "text":
			return r.jsonOrString(m.val, in)
		case "fields":
			return r.fields(m.val, in)
		case "actions":
			return r.actions(m.val, in)
		case "":
			if m.named("msg") && m.val.truthy() {
				return r.readable(m.val, at.member("msg"))
			}
		}
		return r.typed(m.val, want, in)
	})
}

// object repairs the members of an object, which stays the very same bytes when
// nothing changes. Members of which nothing is left are removed.
func (r repairer) object(v value, rs rules, at place, repair func(m member, key string, want want) value) value {
	ms := membersOf(v)
	kept, changed := ms[:0], false
	for _, m := range ms {
		key, want := rs.of(m.name)
		to := repair(m, key, want)
		changed = changed || !same(to, m.val)
		if to != nil {
			kept = append(kept, member{m.name, to})
		}
	}
	if !changed {
		return v
	}
	return kept.object()
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
	to := quote(hex)
	r.notes.add(CodeColorName, at, "%s became %s", v, hex)
	return to
}

func (r repairer) jsonOrString(v value, at place) value {
	return r.typed(r.readable(v, at), wantString, at)
}

// actions repairs the buttons, one alone as well as a list.
func (r repairer) actions(v value, at place) value {
	if v.kind() == kindObject {
		v = r.converted(v, array([]value{v}), at)
	}
	if v.given() && v.kind() != kindArray {
		return r.drop(v, at, "an array")
	}
	return r.each(v, at, func(a value, at place) value {
		if a.kind() != kindObject {
			return r.drop(a, at, "an action")
		}
		return r.object(a, actionRules, at, func(m member, key string, want want) value {
			return r.typed(m.val, want, at.member(key))
		})
	})
}
