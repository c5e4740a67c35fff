package regex

import (
	"cmp"
	"slices"
	"unicode"
)

// A span is a range of characters, both ends included.
type span struct{ lo, hi rune }

// merged is the union of tables, in order and without overlap. Surrogates are
// left out: no string that goja matches holds them as characters.
func merged(tables []*unicode.RangeTable) []span {
	var all []span
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			all = append(all, span{lo, hi})
			return
		}
		for c := lo; c <= hi; c += stride {
			all = append(all, span{c, c})
		}
	}
	for _, t := range tables {
		for _, r := range t.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	return joined(all)
}

func joined(all []span) []span {
	var list []span
	for _, s := range all {
		if n := len(list); n > 0 && s.lo <= list[n-1].hi+1 {
			list[n-1].hi = max(list[n-1].hi, s.hi)
			continue
		}
		list = append(list, s)
	}
	return list
}

// complement is every other character.
func complement(ranges []span) []span {
	var list []span
	next := rune(0)
	for _, r := range ranges {
		if r.lo > next {
			list = append(list, span{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		list = append(list, span{next, unicode.MaxRune})
	}
	return list
}
