package message

// dash stands for an empty title or value of an attachment field. It is an en
// dash: a hyphen alone would begin a list in Markdown.
const dash = "–"

// fieldList makes a list of what should have been one: one field alone, an
// object whose members are meant as titles and values, or a text.
func (r repairer) fieldList(v value, at place) value {
	if !v.given() || v.kind() == kindArray {
		return v
	}
	ms := membersOf(v)
	if v.kind() != kindObject || ms.get("title") != nil || ms.get("value") != nil {
		return r.converted(v, array(v), at)
	}
	ms, _ = ms.unique()
	fields := make([]value, len(ms))
	for i, m := range ms {
		fields[i] = members{{quote("title"), m.name}, {quote("value"), m.val}}.object()
	}
	return r.converted(v, array(fields...), at)
}

// toField makes a field of a text, and leaves out null, which is no field.
func (r repairer) toField(v value, at *place) value {
	switch {
	case v.kind() == kindObject && !(r.notes.full() && isEmpty(v)):
		return v
	case v.kind() == kindNull || r.notes.full():
		return r.drop(v, *at, "a field")
	}
	r.notes.add(CodeFieldText, *at, "%s became the value of a field", v)
	return members{{quote("title"), quote(dash)}, {quote("value"), quote(v.asText())}}.object()
}

// field gives a field the title and value without which Rocket.Chat refuses the
// whole message.
func (r repairer) field(o *object, at *place) {
	o.repair(fieldRules, func(m member, key string, want want) value {
		switch key {
		case "title", "value":
			return r.fieldText(m.val, at.member(key))
		}
		return r.typed(m.val, want, at.member(key))
	})
	for _, key := range []string{"title", "value"} {
		if !o.ms.get(key).truthy() {
			r.notes.add(CodeFieldEmpty, at.member(key),
				"the %s is empty; Rocket.Chat would refuse the message, so it became %s", key, dash)
			o.set(key, quote(dash))
		}
	}
}

// fieldText makes text of a title or value: clients of Rocket.Chat can show
// nothing else, even where its server takes it (reference §9).
func (r repairer) fieldText(v value, at place) value {
	if !v.given() || v.kind() == kindString {
		return v
	}
	r.notes.add(CodeFieldText, at, "%s became text", v)
	return quote(v.asText())
}
