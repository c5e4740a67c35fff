package render

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Nesting beyond these is taken as text (blocks) or unwrapped (inlines):
// browsers give up on deeper trees, and nobody reads them.
const (
	maxBlockDepth  = 8
	maxInlineDepth = 16
)

// newBlockParser knows the blocks Rocket.Chat knows. Left out on purpose:
// HTML blocks (shown as text), indented code and setext headings (Rocket.Chat
// has none), and link reference definitions, which would swallow a line such
// as "[Severity]: high".
func newBlockParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(shallow{parser.NewListParser(), ast.KindList}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(shallow{parser.NewBlockquoteParser(), ast.KindBlockquote}, 800),
			util.Prioritized(indented{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(append(inlineParsers(),
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0))...),
		parser.WithASTTransformers(util.Prioritized(tidy{}, 100)),
	)
}

// newInlineParser knows paragraphs, and code: fields often hold a stack trace.
func newInlineParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(indented{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(inlineParsers()...),
		parser.WithASTTransformers(util.Prioritized(tidy{}, 100)),
	)
}

func inlineParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(slackLinkParser{}, 300),
		util.Prioritized(emojiParser{}, 400),
		util.Prioritized(mentionParser{}, 450),
		util.Prioritized(emphasis{'*', func() ast.Node { return ast.NewEmphasis(2) }}, 500),
		util.Prioritized(emphasis{'_', func() ast.Node { return ast.NewEmphasis(1) }}, 500),
		util.Prioritized(emphasis{'~', func() ast.Node { return extast.NewStrikethrough() }}, 500),
		util.Prioritized(extension.NewLinkifyParser(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
			extension.WithLinkifyURLRegexp(bareURL),
		), 999),
	}
}

// A shallow block parser does not open a block inside maxBlockDepth others of
// its kind.
type shallow struct {
	parser.BlockParser
	kind ast.NodeKind
}

// Open implements [parser.BlockParser].
func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() == s.kind {
			depth++
		}
	}
	if depth >= maxBlockDepth {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// indented paragraphs may begin with any number of spaces: without indented
// code, no other block takes such a line, and it would be lost.
type indented struct{ parser.BlockParser }

// CanAcceptIndentedLine implements [parser.BlockParser].
func (indented) CanAcceptIndentedLine() bool { return true }

// emphasis reads one kind of emphasis. One character and two mean the same, as
// in Rocket.Chat.
type emphasis struct {
	char byte
	node func() ast.Node
}

// Trigger implements [parser.InlineParser].
func (e emphasis) Trigger() []byte { return []byte{e.char} }

// IsDelimiter implements [parser.DelimiterProcessor].
func (e emphasis) IsDelimiter(b byte) bool { return b == e.char }

// CanOpenCloser implements [parser.DelimiterProcessor].
func (e emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements [parser.DelimiterProcessor].
func (e emphasis) OnMatch(int) ast.Node { return e.node() }

// Parse implements [parser.InlineParser].
func (e emphasis) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, e)
	if d == nil || e.char == '~' && d.OriginalLength > 2 {
		return nil
	}
	if d.OriginalLength == 1 && e.char != '_' { // the scanner does this for _ itself
		notInsideWords(d, before, line)
	}
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

// notInsideWords keeps a single delimiter between two letters as text: 2*3*4,
// src~old~new.
func notInsideWords(d *parser.Delimiter, before rune, line []byte) {
	after := ' '
	if d.OriginalLength < len(line) {
		after = util.ToRune(line, d.OriginalLength)
	}
	left, right := d.CanOpen, d.CanClose
	d.CanOpen = left && (!right || util.IsPunctRune(before))
	d.CanClose = right && (!left || util.IsPunctRune(after))
}

// tidy makes of the tree what may be shown: pictures become links (a text
// cannot load anything), links keep only web and mail addresses, headings stay
// below those of the page, and inlines nested too deep are unwrapped.
type tidy struct{}

// Transform implements [parser.ASTTransformer].
func (tidy) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	tidyChildren(doc, reader.Source(), 0)
}

func tidyChildren(parent ast.Node, source []byte, depth int) {
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch node := n.(type) {
		case *ast.Heading:
			node.Level = min(node.Level+2, 6)
		case *ast.Image:
			n = imageLink(parent, node)
		case *ast.AutoLink:
			if node.AutoLinkType == ast.AutoLinkURL && !linkable(string(node.URL(source))) {
				n = ast.NewString(node.Label(source))
				parent.ReplaceChild(parent, node, n)
			}
		}
		if link, ok := n.(*ast.Link); ok && !linkable(string(link.Destination)) {
			next = unwrap(parent, link)
		} else if n.Type() == ast.TypeInline && depth >= maxInlineDepth && n.HasChildren() {
			next = unwrap(parent, n)
		} else {
			below := depth
			if n.Type() == ast.TypeInline {
				below++
			}
			tidyChildren(n, source, below)
		}
		n = next
	}
}

// imageLink replaces a picture by a link to it, named by its text.
func imageLink(parent ast.Node, image *ast.Image) ast.Node {
	link := ast.NewLink()
	link.Destination = bytes.Clone(image.Destination)
	for c := image.FirstChild(); c != nil; c = image.FirstChild() {
		link.AppendChild(link, c)
	}
	if !link.HasChildren() {
		link.AppendChild(link, ast.NewString(link.Destination))
	}
	parent.ReplaceChild(parent, image, link)
	return link
}

// unwrap puts the children of a node in its place and returns the first of
// them, or what follows when it has none.
func unwrap(parent, n ast.Node) ast.Node {
	first := n.FirstChild()
	if first == nil {
		first = n.NextSibling()
	}
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		parent.InsertBefore(parent, n, c)
	}
	parent.RemoveChild(parent, n)
	return first
}
