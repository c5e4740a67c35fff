package render

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark-emoji/definition"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// rocketChatNames are short names of Rocket.Chat's own set under which GitHub
// has no emoji, and GitHub's names for the same.
func rocketChatNames() map[string]string {
	return map[string]string{
		"slight_smile": "slightly_smiling_face", "slight_frown": "slightly_frowning_face", "upside_down": "upside_down_face",
		"rolling_eyes": "roll_eyes", "thinking_face": "thinking", "face_palm": "facepalm", "thumbup": "+1", "thumbdown": "-1",
		"flag_white": "white_flag", "flag_black": "black_flag", "bellhop": "bellhop_bell", "tools": "hammer_and_wrench",
		"clock": "mantelpiece_clock", "speech_left": "left_speech_bubble",
	}
}

// emojis are GitHub's short names and Rocket.Chat's. Built at first use: it is
// a large table.
var emojis = sync.OnceValue(func() definition.Emojis {
	all := definition.Github().Clone() // the library's own table is shared
	var more []definition.Emoji
	for theirs, ours := range rocketChatNames() {
		if e, ok := all.Get(ours); ok {
			more = append(more, definition.NewEmoji(e.Name, e.Unicode, theirs))
		}
	}
	all.Add(definition.NewEmojis(more...))
	return all
})

// shortName is an emoji's name between its colons.
var shortName = regexp.MustCompile(`^:([a-z0-9_+-]{1,60}):`)

// shortNames are all of them in a text.
var shortNames = regexp.MustCompile(`:[a-z0-9_+-]{1,60}:`)

// Emoji returns the characters of an emoji given as ":name:" (or as the
// characters themselves), and "" for an unknown one.
func Emoji(name string) string {
	name = strings.TrimSpace(name)
	if m := shortName.FindStringSubmatch(name); m != nil && len(m[0]) == len(name) {
		if e, ok := emojis().Get(m[1]); ok && e.IsUnicode() {
			return string(e.Unicode)
		}
		return ""
	}
	if pictograph(name) {
		return name
	}
	return ""
}

// pictograph tells whether a text is a single emoji already: a few characters,
// the first of them a symbol.
func pictograph(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return first > unicode.MaxLatin1 && utf8.RuneCountInString(s) <= 10 &&
		(unicode.Is(unicode.So, first) || unicode.Is(unicode.Sk, first))
}

// replaceEmoji puts the characters in place of the names in a plain text.
func replaceEmoji(s string) string {
	return shortNames.ReplaceAllStringFunc(s, func(name string) string {
		if e := Emoji(name); e != "" {
			return e
		}
		return name
	})
}

// emojiParser reads :name:. It leaves alone what stands within a word, so that
// 00:ab:cd:ef stays an address and 12:100:7 a time.
type emojiParser struct{}

// Trigger implements [parser.InlineParser].
func (emojiParser) Trigger() []byte { return []byte{':'} }

// Parse implements [parser.InlineParser].
func (emojiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if inWord(block.PrecendingCharacter()) {
		return nil
	}
	line, _ := block.PeekLine()
	m := shortName.FindSubmatch(line)
	if m == nil {
		return nil
	}
	if after, _ := utf8.DecodeRune(line[len(m[0]):]); unicode.IsLetter(after) || unicode.IsDigit(after) {
		return nil
	}
	e, ok := emojis().Get(string(m[1]))
	if !ok || !e.IsUnicode() {
		return nil
	}
	block.Advance(len(m[0]))
	return emojiast.NewEmoji(append([]byte(nil), m[1]...), e)
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (emojiParser) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(emojiast.KindEmoji, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		e := n.(*emojiast.Emoji)
		_, err := w.WriteString(`<span class="emoji" title=":` + string(e.ShortName) + `:">` + string(e.Value.Unicode) + `</span>`)
		return ast.WalkContinue, err
	})
}
