package message

// fields makes a list of fields of whatever was given: one field alone, or an
// object whose members are meant as titles and values.
func (r repairer) fields(v value, at place) value {
	switch v.kind() {
	case kindUndefined, kindNull, kindArray:
	case kindObject:
		v = r.converted(v, fieldsOf(v), at)
	default:
		v = r.converted(v, array([]value{v}), at)
	}
	return r.each(v, at, r.field)
}

func fieldsOf(v value) value {
	ms := membersOf(v)
	if ms.get("title") != nil || ms.get("value") != nil {
		return array([]value{v})
	}
	var fields []value
	for _, m := range ms {
		fields = append(fields, members{{quote("title"), m.name}, {quote("value"), m.val}}.object())
	}
	return array(fields)
}

// field gives a field the title and value without which Rocket.Chat refuses the
// whole message.
func (r repairer) field(f value, at place) value {
	if f.kind() == kindNull {
		return r.drop(f, at, "a field")
	}
	if f.kind() != kindObject {
		to := members{{quote("title"), quote(dash)}, {quote("value"), f}}.object()
		r.notes.add(CodeFieldText, at, "%s became the value of a field", f)
		f = to
	}
	f = r.object(f, fieldRules, at, func(m member, key string, want want) value {
		switch key {
		case "title", "value":
			return r.fieldText(m.val, at.member(key))
		}
		return r.typed(m.val, want, at.member(key))
	})
	for _, key := range []string{"title", "value"} {
		ms := membersOf(f)
		if ms.get(key).truthy() {
			continue
		}
		r.notes.add(CodeFieldEmpty, at.member(key), "the %s is empty; Rocket.Chat would refuse the message, so it became %s", key, dash)
		f = ms.set(key, quote(dash)).object()
	}
	return f
}

// fieldText makes text of a title or value: clients of Rocket.Chat can show
// nothing else, even where its server takes it (reference §9).
func (r repairer) fieldText(v value, at place) value {
	if !v.given() || v.kind() == kindString {
		return v
	}
	to := quote(v.asText())
	r.notes.add(CodeFieldText, at, "%s became text", v)
	return to
}
