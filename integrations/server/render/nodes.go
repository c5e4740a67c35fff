package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// newNodeRenderer writes the tree as HTML; inline without paragraphs.
func newNodeRenderer(inline bool) renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(html.WithHardWraps(), html.WithWriter(textWriter{html.DefaultWriter})), 1000),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(emojiParser{}, 500),
		util.Prioritized(mentionParser{}, 500),
		util.Prioritized(plainNodes{inline: inline}, 100),
	))
}

// plainNodes writes the nodes that look simpler here than in documents.
type plainNodes struct{ inline bool }

// RegisterFuncs implements [renderer.NodeRenderer].
func (p plainNodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(extast.KindTaskCheckBox, taskBox)
	if p.inline {
		reg.Register(ast.KindParagraph, inlineParagraph)
	}
}

// taskBox writes the box of a task as a character: there is nothing to click.
func taskBox(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	box := "☐ "
	if n.(*extast.TaskCheckBox).IsChecked {
		box = "☑ "
	}
	_, err := w.WriteString(box)
	return ast.WalkContinue, err
}

// inlineParagraph writes an empty line between paragraphs and nothing else.
func inlineParagraph(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering || n.NextSibling() == nil {
		return ast.WalkContinue, nil
	}
	_, err := w.WriteString("<br><br>")
	return ast.WalkContinue, err
}

// escapable are the characters that a backslash keeps from meaning something;
// before any other it is a backslash, as in C:\Program Files.
const escapable = "*_~`#[]()<>!|:@-"

// A textWriter writes text as it was sent: entities stay as they are typed,
// and backslashes go only where they did something.
type textWriter struct{ html.Writer }

// Write implements [html.Writer].
func (t textWriter) Write(w util.BufWriter, source []byte) {
	start := 0
	for i := 0; i+1 < len(source); i++ {
		if source[i] != '\\' {
			continue
		}
		if strings.IndexByte(escapable, source[i+1]) >= 0 {
			t.RawWrite(w, source[start:i])
			start = i + 1
		}
		i++
	}
	t.RawWrite(w, source[start:])
}
