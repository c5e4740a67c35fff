package integrations

import (
	"crypto/sha256"
	"crypto/subtle"
	"maps"
	"net/url"
	"slices"
)

// A Catalog is an immutable set of hosted integrations and the destinations
// they post to. A change makes a new Catalog, which is swapped in whole.
type Catalog struct {
	hosted       []*Hosted
	byID         map[string]*Hosted
	destinations map[string]Destination
}

// NewCatalog returns a catalog of these integrations, in this order. The ids
// must differ; of two with the same id the first counts.
func NewCatalog(hosted []*Hosted, destinations map[string]Destination) *Catalog {
	c := &Catalog{hosted: slices.Clone(hosted), byID: map[string]*Hosted{}, destinations: destinations}
	for _, h := range hosted {
		if _, taken := c.byID[h.ID]; !taken {
			c.byID[h.ID] = h
		}
	}
	return c
}

// Find returns the integration of this id and token. Rocket.Chat decodes the
// token of the URL twice, so a doubly encoded one is found too (reference
// §2.1). The time it takes tells nothing about the token.
func (c *Catalog) Find(id, token string) (*Hosted, bool) {
	h, known := c.byID[id]
	want := ""
	if known {
		want = h.Token
	}
	match := sameSecret(token, want)
	if twice, err := url.PathUnescape(token); err == nil {
		match |= sameSecret(twice, want)
	}
	if !known || want == "" || match == 0 {
		return nil, false
	}
	return h, true
}

// sameSecret compares digests, so that not even the length shows.
func sameSecret(given, want string) int {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:])
}

// Get returns the integration of this id.
func (c *Catalog) Get(id string) (*Hosted, bool) {
	h, ok := c.byID[id]
	return h, ok
}

// All returns the integrations in the order of the configuration.
func (c *Catalog) All() []*Hosted { return slices.Clone(c.hosted) }

// DestinationNames returns the names of the destinations, sorted.
func (c *Catalog) DestinationNames() []string { return slices.Sorted(maps.Keys(c.destinations)) }

// Destination returns the destination of this name.
func (c *Catalog) Destination(name string) (Destination, bool) {
	d, ok := c.destinations[name]
	return d, ok
}
