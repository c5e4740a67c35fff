// Package weburl is the WHATWG URL Standard (https://url.spec.whatwg.org) as
// browsers and Node have it, and its two classes for scripts, URL and
// URLSearchParams.
//
// The parser is the standard's state machine, one method a state, so that the
// text of the standard and the code can be read side by side; package net/url
// follows RFC 3986 and disagrees with it on most inputs worth testing.
// [Parse] and the methods of [URL] know nothing of JavaScript; [Load] does.
//
// Host names go through golang.org/x/net/idna with the options the standard
// asks for (UTS #46, non-transitional, not strict).
package weburl

import (
	"slices"
	"strconv"
	"strings"
)

// A URL is a URL record of the standard. The zero value is no valid record;
// Parse makes one.
type URL struct {
	scheme             string
	username, password string
	// host is serialized; hasHost tells an empty host from none.
	host    string
	hasHost bool
	// port is noPort for none, which is also what a default port becomes.
	port int
	// path holds segments, or with isOpaque the opaque path as its only one.
	path            []string
	isOpaque        bool
	query, fragment *string
}

const noPort = -1

// defaultPorts are those of the special schemes; file has none.
var defaultPorts = map[string]int{"ftp": 21, "file": noPort, "http": 80, "https": 443, "ws": 80, "wss": 443}

func isSpecial(scheme string) bool {
	_, special := defaultPorts[scheme]
	return special
}

func (u *URL) isSpecial() bool { return isSpecial(u.scheme) }

func (u *URL) clone() *URL {
	c := *u
	c.path = slices.Clone(u.path)
	return &c
}

// Href is the whole URL.
func (u *URL) Href() string {
	var b strings.Builder
	b.WriteString(u.scheme + ":")
	if u.hasHost {
		b.WriteString("//")
		if u.username != "" || u.password != "" {
			b.WriteString(u.username)
			if u.password != "" {
				b.WriteString(":" + u.password)
			}
			b.WriteByte('@')
		}
		b.WriteString(u.Host())
	} else if !u.isOpaque && len(u.path) > 1 && u.path[0] == "" {
		b.WriteString("/.") // or the path would read as a host
	}
	b.WriteString(u.Pathname())
	if u.query != nil {
		b.WriteString("?" + *u.query)
	}
	if u.fragment != nil {
		b.WriteString("#" + *u.fragment)
	}
	return b.String()
}

// Origin is scheme, host and port of a special URL, that of the URL within for
// blob:, and "null" for anything else.
func (u *URL) Origin() string {
	switch {
	case u.scheme == "blob":
		if inner, ok := Parse(u.Pathname(), nil); ok && (inner.scheme == "http" || inner.scheme == "https") {
			return inner.Origin()
		}
	case u.isSpecial() && u.scheme != "file":
		return u.scheme + "://" + u.Host()
	}
	return "null"
}

// Protocol is the scheme with its colon.
func (u *URL) Protocol() string { return u.scheme + ":" }

// Username is percent-encoded; "" for none.
func (u *URL) Username() string { return u.username }

// Password is percent-encoded; "" for none.
func (u *URL) Password() string { return u.password }

// Host is the host name and the port, if it has one.
func (u *URL) Host() string {
	if u.port == noPort {
		return u.host
	}
	return u.host + ":" + strconv.Itoa(u.port)
}

// Hostname is the host without port; "" for none.
func (u *URL) Hostname() string { return u.host }

// Port is the port as text; "" for none or the scheme's own.
func (u *URL) Port() string {
	if u.port == noPort {
		return ""
	}
	return strconv.Itoa(u.port)
}

// Pathname is the path, percent-encoded.
func (u *URL) Pathname() string {
	if u.isOpaque {
		return u.path[0]
	}
	if len(u.path) == 0 {
		return ""
	}
	return "/" + strings.Join(u.path, "/")
}

// Search is the query with its question mark; "" for none and for an empty one.
func (u *URL) Search() string { return marked('?', u.query) }

// Hash is the fragment with its number sign; "" for none and for an empty one.
func (u *URL) Hash() string { return marked('#', u.fragment) }

func marked(mark byte, part *string) string {
	if part == nil || *part == "" {
		return ""
	}
	return string(mark) + *part
}

// Query is the query without question mark; "" for none.
func (u *URL) Query() string {
	if u.query == nil {
		return ""
	}
	return *u.query
}
