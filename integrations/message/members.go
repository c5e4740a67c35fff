package message

// A member is one name and value of an object; the name is still quoted.
type member struct{ name, val value }

// named reports whether the member has this name, however it was escaped.
func (m member) named(name string) bool { return string(m.name.unquoted()) == name }

// members are the members of one object in their author's order.
type members []member

// membersOf reads an object; other kinds have no members.
func membersOf(v value) members {
	var all members
	if v.kind() == kindObject {
		all = make(members, 0, 8)
	}
	for name, val := range v.members() {
		all = append(all, member{name, val})
	}
	return all
}

// get returns the value of a name, the last one where a name is repeated, as
// JSON.parse does; nil when there is none.
func (ms members) get(name string) value {
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].named(name) {
			return ms[i].val
		}
	}
	return nil
}

// set gives a name a new value in its place, or adds it at the end.
func (ms members) set(name string, val value) members {
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].named(name) {
			ms[i].val = val
			return ms
		}
	}
	return append(ms, member{quote(name), val})
}

// without returns the members not called name.
func (ms members) without(name string) members {
	kept := ms[:0]
	for _, m := range ms {
		if !m.named(name) {
			kept = append(kept, m)
		}
	}
	return kept
}

// object writes the members as an object again.
func (ms members) object() value {
	size := len("{}")
	for _, m := range ms {
		size += len(m.name) + len(m.val) + len(":,")
	}
	out := append(make(value, 0, size), '{')
	for i, m := range ms {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, m.name...), ':')
		out = append(out, m.val...)
	}
	return append(out, '}')
}

// array writes values as an array.
func array(values []value) value {
	out := value{'['}
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, v...)
	}
	return append(out, ']')
}
