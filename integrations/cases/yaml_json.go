package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"

	"go.yaml.in/yaml/v3"
)

// Aliases can contain themselves, or each other many times over.
const (
	maxDepth = 1000
	maxNodes = 1_000_000
)

// yamlToJSON turns a YAML node into JSON text, keys in their order. What JSON
// has no word for (dates, say) becomes the text as it is written.
func yamlToJSON(node *yaml.Node) ([]byte, error) {
	var w jsonWriter
	err := w.node(node, 0)
	return w.out.Bytes(), err
}

type jsonWriter struct {
	out   bytes.Buffer
	nodes int
}

func (w *jsonWriter) node(node *yaml.Node, depth int) error {
	w.nodes++
	switch {
	case depth > maxDepth:
		return fmt.Errorf("line %d: nested too deeply", node.Line)
	case w.nodes > maxNodes:
		return fmt.Errorf("line %d: with its aliases this is over %d values", node.Line, maxNodes)
	}
	switch node.Kind {
	case yaml.AliasNode:
		return w.node(node.Alias, depth+1)
	case yaml.SequenceNode:
		return w.sequence(node, depth)
	case yaml.MappingNode:
		return w.mapping(node, depth)
	default:
		return w.scalar(node)
	}
}

func (w *jsonWriter) sequence(node *yaml.Node, depth int) error {
	w.out.WriteByte('[')
	for i, item := range node.Content {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if err := w.node(item, depth+1); err != nil {
			return err
		}
	}
	w.out.WriteByte(']')
	return nil
}

func (w *jsonWriter) mapping(node *yaml.Node, depth int) error {
	w.out.WriteByte('{')
	for i := 0; i+1 < len(node.Content); i += 2 {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if node.Content[i].Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: a key has to be a text", node.Content[i].Line)
		}
		w.string(node.Content[i].Value)
		w.out.WriteByte(':')
		if err := w.node(node.Content[i+1], depth+1); err != nil {
			return err
		}
	}
	w.out.WriteByte('}')
	return nil
}

func (w *jsonWriter) scalar(node *yaml.Node) error {
	switch node.ShortTag() {
	case "!!null":
		w.out.WriteString("null")
		return nil
	case "!!bool", "!!int", "!!float":
		var value any
		if err := node.Decode(&value); err != nil {
			return err
		}
		if f, ok := value.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
			return fmt.Errorf("line %d: JSON has no %s", node.Line, node.Value)
		}
		text, err := json.Marshal(value)
		w.out.Write(text)
		return err
	default:
		w.string(node.Value)
		return nil
	}
}

func (w *jsonWriter) string(text string) {
	encoder := json.NewEncoder(&w.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	w.out.Truncate(w.out.Len() - 1)
}
