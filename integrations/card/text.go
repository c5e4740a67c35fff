package card

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mask stands for what is secret.
const mask = "•••"

// clean returns a text as people can read it: what is no character, controls
// the terminal or turns the direction of writing is gone.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return '\n'
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return -1
		}
		return r
	}, s)
}

// oneLine puts a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// slackLink is a link in the markup of Slack: <https://example.com|label>.
var slackLink = regexp.MustCompile(`<(https?://[^\s<>|]+)(?:\|([^<>\n]*))?>`)

// unlinked writes Slack's links so that they can be read as they are.
func unlinked(s string) string {
	return slackLink.ReplaceAllStringFunc(s, func(link string) string {
		parts := slackLink.FindStringSubmatch(link)
		if label := strings.TrimSpace(parts[2]); label != "" {
			return label + " (" + parts[1] + ")"
		}
		return parts[1]
	})
}

var (
	// secretPair is a secret with its name: "token": "x", password=x,
	// Authorization: Bearer x.
	secretPair = regexp.MustCompile(`(?i)([\w.-]*(?:token|secret|passw(?:or)?d|passphrase|signature|api[_-]?key|access[_-]?key|private[_-]?key|` +
		`service[_-]?key|routing[_-]?key|authorization|cookie|credentials?)[\w.-]*\\?["']?\s*[:=]\s*)` +
		`("(?:[^"\\]|\\.)*"?|'[^']*'?|(?:(?:bearer|basic|token)\s+)?[^\s,;&"'}<]+)`)
	// secretShape is a secret that tells by its look what it is.
	secretShape = regexp.MustCompile(`\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[a-z]-[\w-]{10,}|[sr]k_live_\w{10,}|AKIA[0-9A-Z]{16}|` +
		`eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)|-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|$)`)
	// userinfo is what stands before the host of a URL.
	userinfo = regexp.MustCompile(`(://)[^\s/@"'<>]+@`)
)

// masked returns a text without the secrets that can be told.
func masked(s string) string {
	s = secretShape.ReplaceAllString(s, mask)
	s = secretPair.ReplaceAllString(s, "${1}"+mask)
	return userinfo.ReplaceAllString(s, "${1}"+mask+"@")
}

// cut shortens a text to limit characters, at the end of a word where one is
// near, and never within what people see as one character.
func cut(s string, limit int) string {
	end := 0
	for i := range s {
		if limit--; limit < 0 {
			return strings.TrimRightFunc(s[:cutPoint(s, end)], unicode.IsSpace) + "…"
		}
		end = i
	}
	return s
}

// cutPoint moves a cut at end to a better place before it.
func cutPoint(s string, end int) int {
	least := end - min(end/4, 40)
	if i := strings.LastIndexAny(s[:end+1], " \n\t"); i >= least && i > 0 {
		return i
	}
	for i := end; i > least; i-- {
		if utf8.RuneStart(s[i]) && !insideCharacter(s, i) {
			return i
		}
	}
	return end
}

func insideCharacter(s string, i int) bool {
	const joiner = '\u200d'
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return before == joiner || after == joiner || unicode.Is(unicode.M, after) ||
		'\U0001f3fb' <= after && after <= '\U0001f3ff' || '\U0001f1e6' <= after && after <= '\U0001f1ff'
}

// shown is a value as a line of Markdown that shows just that value.
func shown(s string, limit int) string { return defuse(cut(masked(unlinked(oneLine(s))), limit)) }

// shownText does the same with a text of several lines.
func shownText(s string, limit int) string {
	lines := strings.Split(cut(masked(unlinked(strings.TrimSpace(clean(s)))), limit), "\n")
	for i, line := range lines {
		if line = defuse(line); blockMark.MatchString(line) {
			line = breakMark + line
		}
		lines[i] = line
	}
	return manyBlanks.ReplaceAllString(strings.Join(lines, "\n"), "\n\n")
}

var (
	manyBlanks = regexp.MustCompile(`\n(?:[ \t]*\n){2,}`)
	// blockMark begins a heading, quote, rule or block of code.
	blockMark = regexp.MustCompile("^[ \t]*(?:#{1,6}(?:\\s|$)|>|(?:[-=_*]\\s*){3,}$|`{3}|~{3})|^(?: {4}|\t)")
)

// breakMark is a character without width: it keeps apart what would be
// markup together, in every dialect of Markdown.
const breakMark = "\u200b"

var (
	// emphasis can begin or end with these; within words and between spaces
	// they are text.
	emphasis = regexp.MustCompile("[*_~]+")
	// pings are what makes chats tell people: @all, <!here>, <@id>.
	pings = regexp.MustCompile(`(^|[^\p{L}\p{N}_.%+-])@|<([!@#])`)

	defuser = strings.NewReplacer(
		"`", "'", "](", "]"+breakMark+"(", "][", "]"+breakMark+"[", "||", "|"+breakMark+"|", "$$", "$"+breakMark+"$",
		"<http", "<"+breakMark+"http", "<mailto", "<"+breakMark+"mailto", `\(`, `\`+breakMark+"(", `\[`, `\`+breakMark+"[")
)

// defuse returns Markdown that shows s as it is: it formats nothing, links
// nothing but plain addresses and tells nobody.
func defuse(s string) string {
	return defusePings(escapeEmphasis(defuser.Replace(s)))
}

func defusePings(s string) string {
	return pings.ReplaceAllStringFunc(s, func(found string) string {
		if strings.HasPrefix(found, "<") && len(found) == len("<!") {
			return "<" + breakMark + found[1:] + breakMark
		}
		return found + breakMark
	})
}

func escapeEmphasis(s string) string {
	if !strings.ContainsAny(s, "*_~") {
		return s
	}
	var out strings.Builder
	done := 0
	for _, at := range emphasis.FindAllStringIndex(s, -1) {
		if !canFormat(s, at[0], at[1]) {
			continue
		}
		out.WriteString(s[done:at[0]])
		for _, c := range s[at[0]:at[1]] {
			out.WriteByte('\\')
			out.WriteRune(c)
		}
		done = at[1]
	}
	return out.String() + s[done:]
}

// canFormat tells whether the marks between start and end can begin or end
// emphasis. A line of them between words is no address: within one they stay,
// as a backslash would break it.
func canFormat(s string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	outside := func(r rune) bool { return r == utf8.RuneError || unicode.IsSpace(r) }
	if outside(before) && outside(after) {
		return end-start > 1
	}
	word := strings.LastIndexAny(s[:start], " \t\n") + 1
	if strings.Contains(s[word:start], "://") {
		return false
	}
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return s[start] != '_' || !inWord(before) || !inWord(after)
}

// codeSpan shows a line as code.
func codeSpan(s string, limit int) string {
	s = strings.TrimSpace(strings.ReplaceAll(cut(masked(oneLine(s)), limit), "`", "'"))
	return "`" + defusePings(s) + "`"
}

// codeBlock shows a text as it is.
func codeBlock(s string, limit int) string {
	s = strings.Trim(cut(masked(s), limit), "\n")
	return "```\n" + defusePings(strings.ReplaceAll(s, "```", "'''")) + "\n```"
}

// webAddress returns a value as an address to link to, without what is secret
// in it. It is "" for everything but pages of the web.
func webAddress(s string) string {
	const longest = 1000
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || len(s) > longest || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(s, "{}<>\"`") {
		return ""
	}
	u.User = nil
	u.RawQuery = publicQuery(u.RawQuery)
	if secretName(u.Fragment) {
		u.Fragment, u.RawFragment = "", ""
	}
	if masked(u.String()) != u.String() || strings.IndexFunc(u.Host, unicode.IsSpace) >= 0 {
		return ""
	}
	return u.String()
}

// publicQuery leaves out the secret parameters of a query.
func publicQuery(query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil && !secretName(plain) {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

// forPeople tells whether an address is a page, not an interface for programs.
func forPeople(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host, path := strings.ToLower(u.Host), strings.ToLower(u.Path)+"/"
	for _, part := range []string{"/api/", "/_apis/", "/rest/", "/hooks/", ".git/", ".png/", ".jpg/", ".jpeg/", ".gif/", ".svg/"} {
		if strings.Contains(path, part) {
			return false
		}
	}
	return !strings.HasPrefix(host, "api.") && !strings.HasPrefix(host, "hooks.")
}
