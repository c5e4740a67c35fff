package message

import "strconv"

// A place is where a value stands in the content. It becomes text only when
// there is something to say of it.
type place struct {
	// parent is nil at the top of the content.
	parent *place
	// list and item name an element, as in "fields[2]"; list is "" when the
	// place is the member key.
	list string
	item int
	key  string
}

// member is a member of the object at p.
func (p *place) member(key string) place { return place{parent: p, key: key} }

// String gives the place as in "attachments[0].fields[2].value".
func (p place) String() string {
	s := p.key
	if p.list != "" {
		s = p.list + "[" + strconv.Itoa(p.item) + "]"
	}
	if p.parent == nil {
		return s
	}
	return p.parent.String() + "." + s
}
