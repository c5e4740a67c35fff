package locale

import (
	"regexp"
	"slices"
	"strings"

	xlanguage "golang.org/x/text/language"
)

// A tag is a canonical locale identifier.
type tag struct {
	base string // en-US
	// keywords are those of the Unicode extension; rest are the other
	// extensions, each with its letter.
	keywords map[string]string
	rest     []string
}

var wellFormed = regexp.MustCompile(`(?i)^([a-z]{2,3}|[a-z]{5,8})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)((?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(-x(?:-[a-z0-9]{1,8})+)?$`)

// maxTag bounds the length of a tag; real ones have a dozen letters.
const maxTag = 500

// parseTag reads a tag and gives it its canonical form.
func parseTag(text string) (tag, bool) {
	if len(text) > maxTag {
		return tag{}, false
	}
	m := wellFormed.FindStringSubmatch(text)
	if m == nil {
		return tag{}, false
	}
	base := m[1] + m[2] + m[3]
	// The library knows which names were replaced; without a word on one it
	// keeps it.
	if parsed, err := xlanguage.Deprecated.Parse(base); err == nil {
		base = parsed.String()
	}
	t := tag{base: cased(base), keywords: map[string]string{}}
	variants := strings.Split(strings.ToLower(m[4]), "-")[1:]
	slices.Sort(variants)
	if len(slices.Compact(slices.Clone(variants))) != len(variants) {
		return tag{}, false
	}
	t.base = strings.Join(append([]string{t.base}, variants...), "-")
	if !t.extensions(strings.ToLower(m[5])) {
		return tag{}, false
	}
	if m[6] != "" {
		t.rest = append(t.rest, strings.ToLower(m[6][1:]))
	}
	return t, true
}

// cased writes the parts of a tag in their usual case.
func cased(base string) string {
	parts := strings.Split(strings.ToLower(base), "-")
	for i, p := range parts[1:] {
		switch len(p) {
		case 4:
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		case 2:
			parts[i+1] = strings.ToUpper(p)
		}
	}
	return strings.Join(parts, "-")
}

func (t *tag) extensions(text string) bool {
	seen := map[string]bool{}
	var current []string
	flush := func() bool {
		if len(current) == 0 {
			return true
		}
		if seen[current[0]] {
			return false
		}
		seen[current[0]] = true
		if current[0] == "u" {
			t.unicode(current[1:])
		} else {
			t.rest = append(t.rest, strings.Join(current, "-"))
		}
		return true
	}
	for _, part := range strings.Split(text, "-")[1:] {
		if len(part) == 1 {
			if !flush() {
				return false
			}
			current = nil
		}
		current = append(current, part)
	}
	return flush()
}

func (t *tag) unicode(parts []string) {
	key := ""
	for _, part := range parts {
		switch {
		case len(part) == 2:
			if key = part; t.keywords[key] == "" {
				t.keywords[key] = ""
			}
		case key != "" && t.keywords[key] != "":
			t.keywords[key] += "-" + part
		case key != "":
			t.keywords[key] = part
		}
	}
	for key, value := range t.keywords {
		if value == "true" || value == "yes" {
			t.keywords[key] = ""
		}
	}
}

// String returns the tag with its extensions in order.
func (t tag) String() string {
	extensions := slices.Clone(t.rest)
	if len(t.keywords) > 0 {
		u := "u"
		for _, key := range sorted(t.keywords) {
			u += "-" + key
			if t.keywords[key] != "" {
				u += "-" + t.keywords[key]
			}
		}
		extensions = append(extensions, u)
	}
	slices.SortStableFunc(extensions, func(a, b string) int {
		if (a[0] == 'x') != (b[0] == 'x') {
			return btoi(a[0] == 'x') - btoi(b[0] == 'x')
		}
		return int(a[0]) - int(b[0])
	})
	return strings.Join(append([]string{t.base}, extensions...), "-")
}

// defaultTag is the locale of Rocket.Chat's containers.
const defaultTag = "en-US"

// available finds the locale to be used for a tag, the tag itself or what is
// left without its last parts; empty when its language is not known.
func available(base string) string {
	for {
		if _, ok := places()[base]; ok {
			return base
		}
		i := strings.LastIndexByte(base, '-')
		if i < 0 {
			return ""
		}
		base = base[:i]
	}
}

// resolve picks the first known locale of those asked for, and gives its
// keywords.
func resolve(asked []tag) (*place, tag) {
	for _, t := range asked {
		if found := available(t.base); found != "" {
			return places()[found](), tag{base: found, keywords: t.keywords}
		}
	}
	return places()[defaultTag](), tag{base: defaultTag, keywords: map[string]string{}}
}

// keep writes a locale with those of its keywords that had a say.
func (t tag) keep(keys ...string) string {
	kept := tag{base: t.base, keywords: map[string]string{}}
	for _, key := range keys {
		if value, ok := t.keywords[key]; ok {
			kept.keywords[key] = value
		}
	}
	return kept.String()
}
