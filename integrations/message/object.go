package message

// An object is an element of a list while it is worked on: its members, and how
// it was written. A value of another kind is an object without members, too, so
// that what Rocket.Chat lets pass can pass.
type object struct {
	// raw is the value as its author wrote it; nil once ms was changed.
	raw value
	ms  members
}

// readObject takes an object apart, in memory that holds until the next one.
func readObject(v value, memory *members) object {
	ms := (*memory)[:0]
	for name, val := range v.members() {
		ms = append(ms, member{name, val})
	}
	*memory = ms
	ms, repeated := ms.unique()
	if repeated {
		v = nil
	}
	return object{raw: v, ms: ms}
}

// set gives a member a new value.
func (o *object) set(name string, val value) {
	o.ms, o.raw = o.ms.set(name, val), nil
}

// repair passes each member through fix, which returns nil for those to remove.
func (o *object) repair(rs rules, fix func(m member, key string, want want) value) {
	kept, changed := o.ms[:0], false
	for _, m := range o.ms {
		key, want := rs.of(m)
		to := fix(m, key, want)
		changed = changed || !same(to, m.val)
		if to != nil {
			kept = append(kept, member{m.name, to})
		}
	}
	if changed {
		o.ms, o.raw = kept, nil
	}
}

// value is the object as it will be stored.
func (o *object) value() value {
	if o.raw == nil {
		return o.ms.object()
	}
	return o.raw
}

// same reports whether two values are the same piece of memory.
func same(a, b value) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// rewrite passes each element of an array through each, which returns nil for
// those to leave out. The array stays the very same bytes when nothing changes.
func (v value) rewrite(each func(e value, i int) value) value {
	var out value // nil while nothing has changed
	n, done := 0, len("[")
	for i := skipSpace(v, 1); v[i] != ']'; n++ {
		end := valueEnd(v, i)
		e := v[i:end:end]
		to := each(e, n)
		if out == nil && !same(to, e) {
			out = append(make(value, 0, len(v)), v[:done]...)
		}
		if out != nil && to != nil {
			if len(out) > len("[") {
				out = append(out, ',')
			}
			out = append(out, to...)
		}
		done = end
		i = nextItem(v, end)
	}
	if out == nil {
		return v
	}
	return append(out, ']')
}

// array writes values as an array.
func array(values ...value) value {
	out := value{'['}
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, v...)
	}
	return append(out, ']')
}
