package message

// destinations repairs channel, or roomId when there is no channel. When
// nothing usable is left, the next in line is used: a message in the
// integration's own channel beats a lost one.
func (r repairer) destinations(c *content) {
	if c.channel = r.channels(c.channel, "channel"); !c.channel.truthy() {
		c.roomID = r.channels(c.roomID, "roomId")
	}
}

func (r repairer) channels(v value, key string) value {
	if !v.truthy() {
		return v
	}
	if v.kind() != kindArray {
		return r.channel(v, place{key: key})
	}
	if isEmpty(v) {
		return r.drop(v, place{key: key}, "at least one channel")
	}
	names := v.rewrite(func(e value, i int) value {
		return r.channel(e, place{list: key, item: i})
	})
	if isEmpty(names) {
		return nil
	}
	return names
}

// channel makes a name of one destination; nil when it cannot.
func (r repairer) channel(v value, at place) value {
	var name string
	switch v.kind() {
	case kindString, kindNumber:
		name = jsTrim(v.plain())
	}
	if name == "" {
		r.notes.add(CodeChannelDropped, at, "%s was left out: the name of a channel was expected", v)
		return nil
	}
	if v.kind() == kindString && name == v.str() {
		return v
	}
	to := quote(name)
	r.notes.add(CodeChannelConverted, at, "%s became %s", v, to)
	return to
}
