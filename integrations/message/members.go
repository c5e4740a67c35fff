package message

import "bytes"

// A member is one name and value of an object; the name is quoted as quote does
// it.
type member struct{ name, val value }

// named reports whether the member has this name, one without special
// characters.
func (m member) named(name string) bool { return string(m.name[1:len(m.name)-1]) == name }

// members are the members of one object in their author's order.
type members []member

// membersOf reads an object; other kinds have no members.
func membersOf(v value) members {
	if v.kind() != kindObject {
		return nil
	}
	all := make(members, 0, 4)
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

// unique leaves the last of members with the same name, in the place of the
// first, as JSON.parse does. It reports whether there were any.
func (ms members) unique() (members, bool) {
	const few = 32
	if len(ms) > few {
		return ms.uniqueOfMany()
	}
	kept := ms[:0]
next:
	for _, m := range ms {
		for i := range kept {
			if bytes.Equal(kept[i].name, m.name) {
				kept[i].val = m.val
				continue next
			}
		}
		kept = append(kept, m)
	}
	return kept, len(kept) < len(ms)
}

func (ms members) uniqueOfMany() (members, bool) {
	kept := ms[:0]
	at := make(map[string]int, len(ms))
	for _, m := range ms {
		if i, ok := at[string(m.name)]; ok {
			kept[i].val = m.val
			continue
		}
		at[string(m.name)] = len(kept)
		kept = append(kept, m)
	}
	return kept, len(kept) < len(ms)
}
