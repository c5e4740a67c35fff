package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"

	"go.yaml.in/yaml/v3"
)

// yamlToJSON turns a YAML node into JSON text, keys in their order. What JSON
// has no word for (dates, say) becomes the text as it is written.
func yamlToJSON(node *yaml.Node) ([]byte, error) {
	var out bytes.Buffer
	err := writeNode(&out, node, 0)
	return out.Bytes(), err
}

// maxAliasDepth stops an alias that contains itself.
const maxAliasDepth = 100

func writeNode(out *bytes.Buffer, node *yaml.Node, depth int) error {
	if depth > maxAliasDepth {
		return fmt.Errorf("line %d: nested too deeply", node.Line)
	}
	switch node.Kind {
	case yaml.AliasNode:
		return writeNode(out, node.Alias, depth+1)
	case yaml.SequenceNode:
		out.WriteByte('[')
		for i, item := range node.Content {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := writeNode(out, item, depth+1); err != nil {
				return err
			}
		}
		out.WriteByte(']')
		return nil
	case yaml.MappingNode:
		return writeMapping(out, node, depth)
	default:
		return writeScalar(out, node)
	}
}

func writeMapping(out *bytes.Buffer, node *yaml.Node, depth int) error {
	out.WriteByte('{')
	for i := 0; i+1 < len(node.Content); i += 2 {
		if i > 0 {
			out.WriteByte(',')
		}
		if node.Content[i].Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: a key has to be a text", node.Content[i].Line)
		}
		writeString(out, node.Content[i].Value)
		out.WriteByte(':')
		if err := writeNode(out, node.Content[i+1], depth+1); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

func writeScalar(out *bytes.Buffer, node *yaml.Node) error {
	switch node.ShortTag() {
	case "!!null":
		out.WriteString("null")
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
		out.Write(text)
		return err
	default:
		writeString(out, node.Value)
		return nil
	}
}

func writeString(out *bytes.Buffer, text string) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	out.Truncate(out.Len() - 1)
}
