package render

import (
	"regexp"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// roomsKey is where the parser finds the RoomPath of one rendering.
var roomsKey = parser.NewContextKey()

// kindMention is the kind of a mention node.
var kindMention = ast.NewNodeKind("Mention")

// A mention is @user or #channel.
type mention struct {
	ast.BaseInline
	name string // with its first character
	path string // of the room; empty for users
}

// Kind implements [ast.Node].
func (*mention) Kind() ast.NodeKind { return kindMention }

// Dump implements [ast.Node].
func (m *mention) Dump(source []byte, level int) {
	ast.DumpHelper(m, source, level, map[string]string{"name": m.name, "path": m.path}, nil)
}

// mentioned is a name as Rocket.Chat lets users and channels have it, with no
// punctuation at its end.
var mentioned = regexp.MustCompile(`^[@#][\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,98}[\p{L}\p{N}_-])?`)

// mentionParser reads @user, and #channel where there is such a room; a mere
// #123 stays text.
type mentionParser struct{}

// Trigger implements [parser.InlineParser].
func (mentionParser) Trigger() []byte { return []byte{'@', '#'} }

// Parse implements [parser.InlineParser].
func (mentionParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if inWord(block.PrecendingCharacter()) || pc.IsInLinkLabel() {
		return nil
	}
	line, _ := block.PeekLine()
	name := string(mentioned.Find(line))
	if name == "" {
		return nil
	}
	node := &mention{name: name}
	if name[0] == '#' {
		rooms, _ := pc.Get(roomsKey).(RoomPath)
		if rooms == nil {
			return nil
		}
		path, ok := rooms(name[1:])
		if !ok {
			return nil
		}
		node.path = path
	}
	block.Advance(len(name))
	return node
}

// inWord tells whether a character before @, # or : makes them part of a word
// or address.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '_' || r == '&'
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (mentionParser) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindMention, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		m := n.(*mention)
		name := util.EscapeHTML([]byte(m.name))
		var err error
		if m.path == "" {
			_, err = w.WriteString(`<span class="mention">` + string(name) + `</span>`)
		} else {
			path := util.EscapeHTML([]byte(m.path))
			_, err = w.WriteString(`<a class="mention" href="` + string(path) + `">` + string(name) + `</a>`)
		}
		return ast.WalkContinue, err
	})
}
