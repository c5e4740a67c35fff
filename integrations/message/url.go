package message

import "strings"

// uploadPath is where Rocket.Chat keeps uploads of its own.
const uploadPath = "/file-upload/"

// allowsURL reports whether Rocket.Chat takes a URL: absolute means beginning
// with http://, https:// or data:, in lower case; an avatar may also be
// relative, that is have no scheme and not begin with //.
func (w want) allowsURL(s string) bool {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") ||
		strings.HasPrefix(s, "data:") || strings.HasPrefix(s, uploadPath) {
		return true
	}
	return w == wantAvatar && isRelative(s)
}

// isRelative reports whether a URL is relative. It has to have a first
// character that is not the end of a line.
func isRelative(s string) bool {
	if s == "" || strings.HasPrefix(s, "//") || strings.HasPrefix(s, "\u2028") || strings.HasPrefix(s, "\u2029") {
		return false
	}
	return s[0] != '\n' && s[0] != '\r' && scheme(s) == ""
}

// scheme returns what stands before the first colon when it could be a URL
// scheme as Rocket.Chat sees it, with the colon; else "".
func scheme(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':' && i > 0:
			return s[:i+1]
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', c == '+', c == '.', c == '-':
		default:
			return ""
		}
	}
	return ""
}
