package message_test

import (
	"fmt"
	"strings"
)

// A generator makes contents out of names and values that matter to Build. Each
// byte decides one thing, so that a fuzzer can steer it.
type generator struct{ choices []byte }

// below takes the next choice, from 0 to n-1; 0 when there are none left.
func (g *generator) below(n int) int {
	if len(g.choices) == 0 {
		return 0
	}
	c := int(g.choices[0])
	g.choices = g.choices[1:]
	return c % n
}

func pick[T any](g *generator, from ...T) T { return from[g.below(len(from))] }

func (g *generator) content() []byte {
	return []byte(g.object(5, []string{
		"channel", "roomId", "text", "msg", "username", "alias", "icon_url", "avatar", "icon_emoji", "emoji",
		"parseUrls", "groupable", "tmid", "customFields", "separateResponse", "unknown", "attachments", "attachments", "attachments",
	}, func(name string) string {
		if name == "attachments" && g.below(8) > 0 {
			return g.list(4, g.attachment)
		}
		return g.value(3)
	}))
}

func (g *generator) attachment() string {
	if g.below(8) == 0 {
		return g.value(2)
	}
	return g.object(6, []string{
		"color", "text", "ts", "thumb_url", "button_alignment", "collapsed", "author_name", "author_link", "title", "title_link",
		"image_dimensions", "image_url", "image_size", "msg", "unknown", "fields", "fields", "fields", "actions", "t\\u0069tle",
	}, func(name string) string {
		switch {
		case name == "fields" && g.below(6) > 0:
			return g.list(4, func() string { return g.item("title", "value", "short", "unknown") })
		case name == "actions" && g.below(6) > 0:
			return g.list(3, func() string { return g.item("type", "text", "url", "image_url", "is_webview") })
		}
		return g.value(2)
	})
}

// item is a field or action.
func (g *generator) item(names ...string) string {
	if g.below(8) == 0 {
		return g.value(1)
	}
	return g.object(4, names, func(string) string { return g.value(1) })
}

func (g *generator) object(most int, names []string, value func(name string) string) string {
	var members []string
	for range g.below(most + 1) {
		name := pick(g, names...)
		members = append(members, fmt.Sprintf("%q : %s", name, value(name)))
	}
	return strings.ReplaceAll("{"+strings.Join(members, ",")+"}", `\\u`, `\u`)
}

func (g *generator) list(most int, value func() string) string {
	var values []string
	for range g.below(most + 1) {
		values = append(values, value())
	}
	return "[ " + strings.Join(values, ", ") + "]"
}

func (g *generator) value(depth int) string {
	switch g.below(8) {
	case 0:
		return pick(g, `null`, `true`, `false`, `0`, `-0.0`, `1`, `-1.5e-7`, `12345678901234567890`, `1e400`, `1e21`)
	case 1:
		return pick(g, `""`, `" "`, `"\ufeff \u2028"`, `"true"`, `" FALSE"`, `"5"`, `"good"`, `" Danger\n"`, `"\u0000<a&b>"`, `"\ud83d\ude00\ud83d"`, `"–"`)
	case 2:
		return pick(g, `"https://host/a"`, `"javascript:x"`, `"/relative"`, `"//host"`, `"HTTP://host"`, `" https://host "`, `"data:x"`, `"/file-upload/x"`, `":e:"`, `"x:y"`)
	case 3:
		return `"` + g.text() + `"`
	case 4:
		if depth > 0 {
			return g.list(3, func() string { return g.value(depth - 1) })
		}
	case 5:
		if depth > 0 {
			return g.object(3, []string{"title", "value", "toString", "a"}, func(string) string { return g.value(depth - 1) })
		}
	}
	return pick(g, `"word"`, `"#channel"`, `"two words"`)
}

// text is Markdown that is sometimes too long.
func (g *generator) text() string {
	var b strings.Builder
	for range g.below(40) {
		b.WriteString(pick(g, "word ", "a", " ", "\\n", "`", "```", "\\n```\\n", "``", "😀", "\\n\\n", "é", "👩‍💻", "\\u0301", "wwwwwwwwwwww"))
	}
	return b.String()
}
