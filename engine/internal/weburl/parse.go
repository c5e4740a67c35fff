package weburl

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A state of the standard's basic URL parser.
type state func(*parser, rune) verdict

// A verdict says how the parser goes on after a character.
type verdict int

const (
	next   verdict = iota // with the next character
	finish                // not at all: the URL is as it should be
	reject                // not at all: the input is no URL, or no such part of one
)

// eof stands for the end of the input.
const eof = -1

// A parser is a run of the basic URL parser.
type parser struct {
	url  *URL
	base *URL
	// override is set by setters, which parse one part only.
	override part
	state    state
	input    []rune
	at       int

	// user and password grow with every @.
	user, password                     strings.Builder
	buffer                             strings.Builder
	sawAt, sawPassword, insideBrackets bool
}

// A part is what a setter parses, the standard's "state override".
type part int

const (
	everything part = iota
	schemePart
	hostPart
	hostnamePart
	portPart
	pathPart
)

// Parse parses input, against base when it is not nil.
func Parse(input string, base *URL) (*URL, bool) {
	input = strings.TrimFunc(input, func(c rune) bool { return 0 <= c && c <= ' ' })
	p := &parser{url: &URL{port: noPort}, base: base, state: (*parser).schemeStart}
	if !p.run(input) {
		return nil, false
	}
	return p.url, true
}

// parsePart parses one part into the URL; it reports whether that worked.
func (u *URL) parsePart(input string, only part, from state) bool {
	p := &parser{url: u, override: only, state: from}
	return p.run(input)
}

func (p *parser) run(input string) bool {
	p.input = slices.DeleteFunc([]rune(input), func(c rune) bool { return c == '\t' || c == '\n' || c == '\r' })
	for ; ; p.at++ {
		c := p.char(0)
		switch p.state(p, c) {
		case finish:
			return true
		case reject:
			return false
		}
		// A state may have stepped back, then the end comes again.
		if c == eof && p.at >= len(p.input) {
			return true
		}
	}
}

// char is a character at some distance from the current one.
func (p *parser) char(distance int) rune {
	if i := p.at + distance; i < len(p.input) {
		return p.input[i]
	}
	return eof
}

// again handles the same character in another state.
func (p *parser) again(s state) verdict {
	p.state = s
	p.at--
	return next
}

func (p *parser) enter(s state) verdict {
	p.state = s
	return next
}

func isLetter(c rune) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c rune) bool  { return '0' <= c && c <= '9' }

// isSlash counts the backslash for special schemes.
func (p *parser) isSlash(c rune) bool { return c == '/' || c == '\\' && p.url.isSpecial() }

// endsAuthority tells whether c ends the part before the path.
func (p *parser) endsAuthority(c rune) bool {
	return c == eof || c == '?' || c == '#' || p.isSlash(c)
}

func (p *parser) schemeStart(c rune) verdict {
	switch {
	case isLetter(c):
		p.buffer.WriteRune(c | 0x20)
		return p.enter((*parser).scheme)
	case p.override == everything:
		return p.again((*parser).noScheme)
	}
	return reject
}

func (p *parser) scheme(c rune) verdict {
	switch {
	case isLetter(c):
		p.buffer.WriteRune(c | 0x20)
		return next
	case isDigit(c), c == '+', c == '-', c == '.':
		p.buffer.WriteRune(c)
		return next
	case c == ':' && p.override != everything:
		return p.changeScheme(p.buffer.String())
	case c == ':':
		p.url.scheme = p.buffer.String()
		p.buffer.Reset()
		return p.afterScheme()
	case p.override == everything:
		p.buffer.Reset()
		p.at = -1
		return p.enter((*parser).noScheme)
	}
	return reject
}

// changeScheme is what setting protocol does; many changes are ignored.
func (p *parser) changeScheme(scheme string) verdict {
	u := p.url
	switch {
	case u.isSpecial() != isSpecial(scheme),
		scheme == "file" && (u.username != "" || u.password != "" || u.port != noPort),
		u.scheme == "file" && u.host == "":
		return finish
	}
	u.scheme = scheme
	if port, special := defaultPorts[scheme]; special && port == u.port {
		u.port = noPort
	}
	return finish
}

func (p *parser) afterScheme() verdict {
	u := p.url
	switch {
	case u.scheme == "file":
		return p.enter((*parser).file)
	case u.isSpecial() && p.base != nil && p.base.scheme == u.scheme:
		return p.enter((*parser).specialRelativeOrAuthority)
	case u.isSpecial():
		return p.enter((*parser).specialAuthoritySlashes)
	case p.char(1) == '/':
		p.at++
		return p.enter((*parser).pathOrAuthority)
	}
	u.isOpaque, u.path = true, []string{""}
	return p.enter((*parser).opaquePath)
}

func (p *parser) noScheme(c rune) verdict {
	switch {
	case p.base == nil, p.base.isOpaque && c != '#':
		return reject
	case p.base.isOpaque:
		p.url = p.base.clone()
		return p.startFragment()
	case p.base.scheme == "file":
		return p.again((*parser).file)
	}
	return p.again((*parser).relative)
}

func (p *parser) specialRelativeOrAuthority(c rune) verdict {
	if c == '/' && p.char(1) == '/' {
		p.at++
		return p.enter((*parser).specialAuthorityIgnoreSlashes)
	}
	return p.again((*parser).relative)
}

func (p *parser) pathOrAuthority(c rune) verdict {
	if c == '/' {
		return p.enter((*parser).authority)
	}
	return p.again((*parser).path)
}

func (p *parser) relative(c rune) verdict {
	p.url.scheme = p.base.scheme
	if p.isSlash(c) {
		return p.enter((*parser).relativeSlash)
	}
	p.url = p.base.clone()
	p.url.fragment = nil
	return p.continueBase(c, p.url.shorten)
}

// continueBase goes on after the base URL was taken over: shorten prepares its
// path when the input has one of its own.
func (p *parser) continueBase(c rune, shorten func()) verdict {
	switch c {
	case eof:
		return next
	case '?':
		return p.startQuery()
	case '#':
		return p.startFragment()
	}
	p.url.query = nil
	shorten()
	return p.again((*parser).path)
}

func (p *parser) relativeSlash(c rune) verdict {
	switch {
	case c == '/' && !p.url.isSpecial():
		return p.enter((*parser).authority)
	case p.isSlash(c):
		return p.enter((*parser).specialAuthorityIgnoreSlashes)
	}
	b := p.base
	p.url.username, p.url.password = b.username, b.password
	p.url.host, p.url.hasHost, p.url.port = b.host, b.hasHost, b.port
	return p.again((*parser).path)
}

func (p *parser) specialAuthoritySlashes(c rune) verdict {
	if c == '/' && p.char(1) == '/' {
		p.at++
		return p.enter((*parser).specialAuthorityIgnoreSlashes)
	}
	return p.again((*parser).specialAuthorityIgnoreSlashes)
}

func (p *parser) specialAuthorityIgnoreSlashes(c rune) verdict {
	if c == '/' || c == '\\' {
		return next
	}
	return p.again((*parser).authority)
}

func (p *parser) authority(c rune) verdict {
	switch {
	case c == '@':
		if p.sawAt {
			p.credentials("%40" + p.buffer.String())
		} else {
			p.credentials(p.buffer.String())
		}
		p.sawAt = true
		p.buffer.Reset()
		return next
	case p.endsAuthority(c):
		if p.sawAt && p.buffer.Len() == 0 {
			return reject
		}
		p.url.username, p.url.password = p.user.String(), p.password.String()
		p.at -= utf8.RuneCountInString(p.buffer.String()) + 1
		p.buffer.Reset()
		return p.enter((*parser).host)
	}
	p.buffer.WriteRune(c)
	return next
}

// credentials takes what stood before an @: the user, then after the first
// colon the password.
func (p *parser) credentials(text string) {
	user, password := text, ""
	if p.sawPassword {
		user, password = "", text
	} else if before, after, found := strings.Cut(text, ":"); found {
		user, password = before, after
		p.sawPassword = true
	}
	// The %40 that stands for an earlier @ is encoded already; % is never
	// encoded again.
	p.user.WriteString(userinfoSet.encode(user))
	p.password.WriteString(userinfoSet.encode(password))
}

func (p *parser) host(c rune) verdict {
	hostOnly := p.override == hostPart || p.override == hostnamePart
	switch {
	case hostOnly && p.url.scheme == "file":
		return p.again((*parser).fileHost)
	case c == ':' && !p.insideBrackets:
		if p.buffer.Len() == 0 || p.override == hostnamePart {
			return reject
		}
		if !p.takeHost() {
			return reject
		}
		return p.enter((*parser).port)
	case p.endsAuthority(c):
		return p.endHost()
	}
	switch c {
	case '[':
		p.insideBrackets = true
	case ']':
		p.insideBrackets = false
	}
	p.buffer.WriteRune(c)
	return next
}

func (p *parser) endHost() verdict {
	p.at--
	if p.buffer.Len() == 0 {
		if p.url.isSpecial() {
			return reject
		}
		if p.override != everything && (p.url.username != "" || p.url.password != "" || p.url.port != noPort) {
			return reject
		}
	}
	if !p.takeHost() {
		return reject
	}
	if p.override != everything {
		return finish
	}
	return p.enter((*parser).pathStart)
}

func (p *parser) takeHost() bool {
	host, ok := parseHost(p.buffer.String(), p.url.isSpecial())
	if ok {
		p.url.host, p.url.hasHost = host, true
		p.buffer.Reset()
	}
	return ok
}

func (p *parser) port(c rune) verdict {
	switch {
	case isDigit(c):
		p.buffer.WriteRune(c)
		return next
	case !p.endsAuthority(c) && p.override == everything:
		return reject
	}
	if p.buffer.Len() > 0 {
		port, err := strconv.ParseUint(p.buffer.String(), 10, 16)
		if err != nil {
			return reject
		}
		p.url.port = int(port)
		if own, special := defaultPorts[p.url.scheme]; special && own == p.url.port {
			p.url.port = noPort
		}
		p.buffer.Reset()
	}
	if p.override != everything {
		return finish
	}
	return p.again((*parser).pathStart)
}
