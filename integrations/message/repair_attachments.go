package message

import "encoding/json"

// dash stands for an empty title or value of an attachment field. It is an en
// dash: a hyphen alone would begin a list in Markdown.
const dash = "–"

// attachments repairs each attachment and leaves out what is none.
func (r repairer) attachments(list []entry) []entry {
	kept := list[:0]
	for i := range list {
		a, at := list[i], place{list: "attachments", item: i}
		switch {
		case a.isObject():
			r.attachment(&a, at)
		case a.raw.kind() == kindString && a.raw.truthy():
			text := a.raw
			a = object(member{quote("text"), text})
			r.notes.add(CodeConverted, at, "%s became the text of an attachment", text)
		default:
			r.drop(a.raw, at, "an attachment")
			continue
		}
		kept = append(kept, a)
	}
	return kept
}

// attachment repairs the members Rocket.Chat checks. The others stay as they
// are, in their place.
func (r repairer) attachment(a *entry, at place) {
	r.members(a, attachmentRules, func(m member, key string, want want) value {
		in := at.member(key)
		switch key {
		case "color":
			return r.color(m.val, in)
		case "text":
			return r.typed(r.readable(m.val, in), want, in)
		case "fields":
			return r.fields(m.val, &a.fields, in)
		case "actions":
			return r.actions(m.val, &a.actions, in)
		case "":
			if m.named("msg") {
				return r.readable(m.val, at.member("msg"))
			}
		}
		return r.typed(m.val, want, in)
	})
}

// members repairs the members of an object. Those of which nothing is left are
// removed.
func (r repairer) members(e *entry, rs rules, repair func(m member, key string, want want) value) {
	kept, changed := e.ms[:0], false
	for _, m := range e.ms {
		key, want := rs.of(m)
		to := repair(m, key, want)
		changed = changed || !same(to, m.val)
		if to != nil {
			kept = append(kept, member{m.name, to})
		}
	}
	if changed {
		e.ms, e.raw = kept, nil
	}
}

// same reports whether two values are the same piece of memory.
func same(a, b value) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// each repairs the entries of a list, leaving out those that repair reports
// false for, and returns the list, which is v itself when nothing changed.
func (r repairer) each(v value, list *[]entry, at place, repair func(e *entry, at place) bool) value {
	kept, changed := (*list)[:0], false
	for i := range *list {
		e := (*list)[i]
		was := e.raw
		if ok := repair(&e, place{parent: at.parent, list: at.key, item: i}); ok {
			kept = append(kept, e)
		}
		changed = changed || was == nil || !same(e.raw, was)
	}
	if len(kept) == len(*list) && !changed {
		return v
	}
	*list = kept
	return array(kept)
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

// actions repairs the buttons, one alone as well as a list.
func (r repairer) actions(v value, list *[]entry, at place) value {
	if v.kind() == kindObject {
		one := []entry{newEntry(v)}
		v, *list = r.converted(v, array(one), at), one
	}
	if v.given() && v.kind() != kindArray {
		return r.drop(v, at, "an array")
	}
	return r.each(v, list, at, func(a *entry, at place) bool {
		if !a.isObject() {
			r.drop(a.raw, at, "an action")
			return false
		}
		r.members(a, actionRules, func(m member, key string, want want) value {
			return r.typed(m.val, want, at.member(key))
		})
		return true
	})
}
