package message

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"go.yaml.in/yaml/v3"
)

// Difference says how one list of messages differs from another, for people:
// each message is listed field by field, a text line by line, and the lists are
// compared. It is empty when nothing differs. An error means that a message is
// no JSON, which one that was built always is.
func Difference(before, after []Message) (string, error) {
	old, oldErr := Listing(before)
	current, currentErr := Listing(after)
	if err := errors.Join(oldErr, currentErr); err != nil || old == current {
		return "", err
	}
	text := string(diff.Diff("before", []byte(old), "after", []byte(current)))
	_, lines, _ := strings.Cut(text, "\n") // the command line that begins it
	return lines, nil
}

// Listing lists messages field by field, as YAML. Fields that are empty are
// left out.
func Listing(messages []Message) (string, error) {
	var out bytes.Buffer
	for i, m := range messages {
		text, err := json.Marshal(m)
		if err != nil {
			return "", fmt.Errorf("list message %d: %w", i+1, err)
		}
		if err := listOne(&out, text); err != nil {
			return "", fmt.Errorf("list message %d: %w", i+1, err)
		}
	}
	return out.String(), nil
}

func listOne(out *bytes.Buffer, text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	node, err := yamlNode(decoder)
	if err != nil {
		return err
	}
	node.Content = withoutEmpty(node.Content)
	if out.Len() > 0 {
		out.WriteString("---\n")
	}
	encoder := yaml.NewEncoder(out)
	encoder.SetIndent(2)
	return errors.Join(encoder.Encode(node), encoder.Close())
}

// withoutEmpty drops the members of a message that say nothing, and bot, which
// is the integration's name.
func withoutEmpty(members []*yaml.Node) []*yaml.Node {
	var kept []*yaml.Node
	for i := 0; i+1 < len(members); i += 2 {
		value := members[i+1]
		if members[i].Value == "bot" || value.Kind != yaml.ScalarNode && len(value.Content) == 0 || value.Kind == yaml.ScalarNode && value.Value == "" {
			continue
		}
		kept = append(kept, members[i], value)
	}
	return kept
}

// yamlNode reads the next JSON value, members in their order.
func yamlNode(decoder *json.Decoder) (*yaml.Node, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		return yamlCollection(decoder, token)
	case string:
		node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: token}
		if strings.Contains(token, "\n") {
			node.Style = yaml.LiteralStyle
		}
		return node, nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: token.String()}, nil
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(token)}, nil
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}, nil
	}
}

func yamlCollection(decoder *json.Decoder, open json.Delim) (*yaml.Node, error) {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	if open == '{' {
		node.Kind, node.Tag = yaml.MappingNode, "!!map"
	}
	for decoder.More() {
		// The key of a member is a string, which is a value like any other.
		child, err := yamlNode(decoder)
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, child)
	}
	_, err := decoder.Token()
	return node, err
}
