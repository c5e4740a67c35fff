package message

// fields repairs the fields, whatever they were given as: a list, one field
// alone, an object whose members are meant as titles and values, or a text.
func (r repairer) fields(v value, list *[]entry, at place) value {
	if v.given() && v.kind() != kindArray {
		*list = fieldsOf(v)
		v = r.converted(v, array(*list), at)
	}
	return r.each(v, list, at, r.field)
}

func fieldsOf(v value) []entry {
	one := newEntry(v)
	if v.kind() != kindObject || one.ms.get("title") != nil || one.ms.get("value") != nil {
		return []entry{one}
	}
	fields := make([]entry, len(one.ms))
	for i, m := range one.ms {
		fields[i] = object(member{quote("title"), m.name}, member{quote("value"), m.val})
	}
	return fields
}

// field gives a field the title and value without which Rocket.Chat refuses the
// whole message. It reports false for a null, which is no field.
func (r repairer) field(f *entry, at place) bool {
	if f.raw.kind() == kindNull {
		r.drop(f.raw, at, "a field")
		return false
	}
	if !f.isObject() {
		r.notes.add(CodeFieldText, at, "%s became the value of a field", f.raw)
		*f = object(member{quote("title"), quote(dash)}, member{quote("value"), f.raw})
	}
	r.members(f, fieldRules, func(m member, key string, want want) value {
		switch key {
		case "title", "value":
			return r.fieldText(m.val, at.member(key))
		}
		return r.typed(m.val, want, at.member(key))
	})
	for _, key := range []string{"title", "value"} {
		if !f.ms.get(key).truthy() {
			r.notes.add(CodeFieldEmpty, at.member(key), "the %s is empty; Rocket.Chat would refuse the message, so it became %s", key, dash)
			f.set(key, quote(dash))
		}
	}
	return true
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
