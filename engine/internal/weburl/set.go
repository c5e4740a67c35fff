package weburl

import "strings"

// The setters do what assigning to the property does: what cannot be set
// leaves the URL as it was, without an error. Only SetHref reports one.

// SetHref replaces the whole URL; it reports whether href is one.
func (u *URL) SetHref(href string) bool {
	parsed, ok := Parse(href, nil)
	if ok {
		*u = *parsed
	}
	return ok
}

// SetProtocol changes the scheme, but never between special and other ones.
func (u *URL) SetProtocol(protocol string) {
	u.parsePart(protocol+":", schemePart, (*parser).schemeStart)
}

func (u *URL) takesNoCredentials() bool { return u.host == "" || u.scheme == "file" }

// SetUsername sets the user name.
func (u *URL) SetUsername(name string) {
	if !u.takesNoCredentials() {
		u.username = userinfoSet.encode(name)
	}
}

// SetPassword sets the password.
func (u *URL) SetPassword(password string) {
	if !u.takesNoCredentials() {
		u.password = userinfoSet.encode(password)
	}
}

// SetHost sets host name and, if given, port.
func (u *URL) SetHost(host string) { u.setHost(host, hostPart) }

// SetHostname sets the host name and leaves the port.
func (u *URL) SetHostname(host string) { u.setHost(host, hostnamePart) }

func (u *URL) setHost(host string, only part) {
	if u.isOpaque {
		return
	}
	// A host that was read stays even when what follows it is refused.
	u.parsePart(host, only, (*parser).host)
}

// SetPort sets the port; "" takes it away.
func (u *URL) SetPort(port string) {
	if u.takesNoCredentials() {
		return
	}
	if port == "" {
		u.port = noPort
		return
	}
	u.parsePart(port, portPart, (*parser).port)
}

// SetPathname sets the path, unless it is opaque.
func (u *URL) SetPathname(path string) {
	if u.isOpaque {
		return
	}
	u.path = nil
	u.parsePart(path, pathPart, (*parser).pathStart)
}

// SetSearch sets the query; "" takes it away.
func (u *URL) SetSearch(search string) {
	if search == "" {
		u.query = nil
		u.trimOpaque()
		return
	}
	u.SetQuery(encodeWithout(strings.TrimPrefix(search, "?"), u.querySet()))
}

// SetQuery sets the query to text that is encoded already.
func (u *URL) SetQuery(query string) { u.query = &query }

// ClearQuery takes the query away.
func (u *URL) ClearQuery() {
	u.query = nil
	u.trimOpaque()
}

// SetHash sets the fragment; "" takes it away.
func (u *URL) SetHash(hash string) {
	if hash == "" {
		u.fragment = nil
		u.trimOpaque()
		return
	}
	fragment := encodeWithout(strings.TrimPrefix(hash, "#"), &fragmentSet)
	u.fragment = &fragment
}

// encodeWithout encodes text without the characters parsing leaves out.
func encodeWithout(text string, set *percentSet) string {
	return set.encode(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(text))
}

// trimOpaque removes the spaces at the end of an opaque path when nothing
// follows them any more: they would not survive being parsed again.
func (u *URL) trimOpaque() {
	if u.isOpaque && u.query == nil && u.fragment == nil {
		u.path[0] = strings.TrimRight(u.path[0], " ")
	}
}
