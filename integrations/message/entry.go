package message

// An entry is an element of attachments, fields or actions, taken apart once
// for repairs, §6.1 and checks alike.
type entry struct {
	// raw is the entry as its author wrote it; nil once ms was changed.
	raw value
	// ms are the members of an object, nil for every other kind.
	ms members
	// fields and actions are those of an attachment.
	fields, actions []entry
}

func newEntry(v value) entry {
	ms, repeated := membersOf(v).unique()
	if repeated {
		v = nil
	}
	return entry{raw: v, ms: ms}
}

// object is an entry made of members.
func object(ms ...member) entry { return entry{ms: ms} }

// isObject reports whether e is an object, perhaps an empty one.
func (e *entry) isObject() bool { return e.raw == nil || e.raw.kind() == kindObject }

// value is the entry as it will be stored.
func (e *entry) value() value {
	if e.raw == nil {
		return e.ms.object()
	}
	return e.raw
}

// set gives a member a new value.
func (e *entry) set(name string, val value) {
	e.ms, e.raw = e.ms.set(name, val), nil
}

// entriesOf takes the elements of a list apart. It is nil for anything else,
// and never nil for a list.
func entriesOf(v value) []entry {
	if v.kind() != kindArray {
		return nil
	}
	list := make([]entry, 0, 4)
	for e := range v.elements() {
		list = append(list, newEntry(e))
	}
	return list
}

// attachmentsOf takes the attachments apart, with their fields and actions.
func attachmentsOf(v value) []entry {
	list := entriesOf(v)
	for i := range list {
		list[i].fields = entriesOf(list[i].ms.get("fields"))
		list[i].actions = entriesOf(list[i].ms.get("actions"))
	}
	return list
}

// array writes entries as an array.
func array(list []entry) value {
	out := value{'['}
	for i := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, list[i].value()...)
	}
	return append(out, ']')
}
