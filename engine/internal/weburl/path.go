package weburl

import (
	"strings"
	"unicode/utf8"
)

func (p *parser) file(c rune) verdict {
	u := p.url
	u.scheme = "file"
	u.host, u.hasHost = "", true
	switch {
	case p.isSlash(c):
		return p.enter((*parser).fileSlash)
	case p.base == nil || p.base.scheme != "file":
		return p.again((*parser).path)
	}
	p.url = p.base.clone()
	p.url.fragment = nil
	return p.continueBase(c, func() {
		if p.startsWithDrive(0) {
			p.url.path = nil
		} else {
			p.url.shorten()
		}
	})
}

func (p *parser) fileSlash(c rune) verdict {
	if p.isSlash(c) {
		return p.enter((*parser).fileHost)
	}
	if b := p.base; b != nil && b.scheme == "file" {
		p.url.host, p.url.hasHost = b.host, b.hasHost
		if !p.startsWithDrive(0) && len(b.path) > 0 && isNormalDrive(b.path[0]) {
			p.url.path = append(p.url.path, b.path[0])
		}
	}
	return p.again((*parser).path)
}

func (p *parser) fileHost(c rune) verdict {
	if !p.endsAuthority(c) && c != '\\' {
		p.buffer.WriteRune(c)
		return next
	}
	p.at--
	text := p.buffer.String()
	switch {
	case p.override == everything && isDrive(text):
		return p.enter((*parser).path) // the buffer becomes its first segment
	case text == "":
		p.url.host, p.url.hasHost = "", true
	default:
		if !p.takeHost() {
			return reject
		}
		if p.url.host == "localhost" {
			p.url.host = ""
		}
	}
	if p.override != everything {
		return finish
	}
	p.buffer.Reset()
	return p.enter((*parser).pathStart)
}

func (p *parser) pathStart(c rune) verdict {
	switch {
	case p.url.isSpecial():
		p.state = (*parser).path
		if c != '/' && c != '\\' {
			p.at--
		}
	case p.override == everything && c == '?':
		return p.startQuery()
	case p.override == everything && c == '#':
		return p.startFragment()
	case c != eof:
		p.state = (*parser).path
		if c != '/' {
			p.at--
		}
	case p.override != everything && !p.url.hasHost:
		p.url.path = append(p.url.path, "")
	}
	return next
}

func (p *parser) path(c rune) verdict {
	ends := c == eof || p.isSlash(c) || p.override == everything && (c == '?' || c == '#')
	if !ends {
		writeEncoded(&p.buffer, &pathSet, c)
		return next
	}
	segment := p.buffer.String()
	p.buffer.Reset()
	p.addSegment(segment, p.isSlash(c))
	switch c {
	case '?':
		return p.startQuery()
	case '#':
		return p.startFragment()
	}
	return next
}

func (p *parser) addSegment(segment string, more bool) {
	u := p.url
	switch {
	case isDoubleDot(segment):
		u.shorten()
		if !more {
			u.path = append(u.path, "")
		}
	case isSingleDot(segment):
		if !more {
			u.path = append(u.path, "")
		}
	default:
		if u.scheme == "file" && len(u.path) == 0 && isDrive(segment) {
			segment = segment[:1] + ":"
		}
		u.path = append(u.path, segment)
	}
}

func isSingleDot(segment string) bool { return dots(segment) == "." }
func isDoubleDot(segment string) bool { return dots(segment) == ".." }

// dots decodes the encoded dots of a short segment.
func dots(segment string) string {
	if len(segment) > len("%2e%2e") {
		return segment
	}
	return strings.ReplaceAll(strings.ToLower(segment), "%2e", ".")
}

func (p *parser) opaquePath(c rune) verdict {
	switch c {
	case '?', '#', eof:
		p.url.path[0] = p.buffer.String()
		p.buffer.Reset()
		if c == '?' {
			return p.startQuery()
		}
		if c == '#' {
			return p.startFragment()
		}
		return next
	}
	writeEncoded(&p.buffer, &controlSet, c)
	return next
}

func (p *parser) startQuery() verdict {
	empty := ""
	p.url.query = &empty
	return p.enter((*parser).inQuery)
}

func (p *parser) inQuery(c rune) verdict {
	if c != eof && c != '#' {
		writeEncoded(&p.buffer, p.url.querySet(), c)
		return next
	}
	query := p.buffer.String()
	p.url.query = &query
	p.buffer.Reset()
	if c == '#' {
		return p.startFragment()
	}
	return next
}

func (u *URL) querySet() *percentSet {
	if u.isSpecial() {
		return &specialQuerySet
	}
	return &querySet
}

func (p *parser) startFragment() verdict {
	empty := ""
	p.url.fragment = &empty
	return p.enter((*parser).inFragment)
}

func (p *parser) inFragment(c rune) verdict {
	if c != eof {
		writeEncoded(&p.buffer, &fragmentSet, c)
		return next
	}
	fragment := p.buffer.String()
	p.url.fragment = &fragment
	return next
}

func writeEncoded(b *strings.Builder, set *percentSet, c rune) {
	var units [utf8.UTFMax]byte
	for _, unit := range units[:utf8.EncodeRune(units[:], c)] {
		set.encodeByte(b, unit)
	}
}

// shorten removes the last segment, but no drive letter of a file URL.
func (u *URL) shorten() {
	if len(u.path) == 0 || u.scheme == "file" && len(u.path) == 1 && isNormalDrive(u.path[0]) {
		return
	}
	u.path = u.path[:len(u.path)-1]
}

// isDrive tells whether text is a Windows drive such as C: or C|.
func isDrive(text string) bool {
	return len(text) == 2 && isLetter(rune(text[0])) && (text[1] == ':' || text[1] == '|')
}

func isNormalDrive(text string) bool { return isDrive(text) && text[1] == ':' }

// startsWithDrive tells whether the input goes on with a drive and nothing
// that would make it a longer name.
func (p *parser) startsWithDrive(from int) bool {
	if !isLetter(p.char(from)) || p.char(from+1) != ':' && p.char(from+1) != '|' {
		return false
	}
	switch p.char(from + 2) {
	case eof, '/', '\\', '?', '#':
		return true
	}
	return false
}
