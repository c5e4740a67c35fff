package cases

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// FromExecution is the case that runs a recorded request again: at its time, as
// its integration received it, with the answers its script's HTTP calls had.
func FromExecution(x *integrations.Execution, hosted *integrations.Hosted) *Case {
	c := New()
	c.Method, c.Headers, c.Body, c.Now = x.Request.Method, x.Request.Headers, x.Request.Body, x.Request.ReceivedAt.UTC()
	_, c.Query, _ = strings.Cut(x.Request.Target, "?")
	c.Integration, c.User = hosted.Integration, hosted.Sender
	c.Integration.Token = "test"
	for _, call := range x.HTTP {
		if call.Error == "" {
			c.Answers = append(c.Answers, Answer{
				Method: call.Method, URL: call.URL, Status: call.Status, Headers: call.ResponseHeaders, Body: []byte(call.ResponseBody),
			})
		}
	}
	return c
}

// YAML is the case as a case file. Headers of one name are joined, as a script
// sees them; bytes of a body that are no text are kept as !!binary.
func (c *Case) YAML() ([]byte, error) {
	file := &mapping{}
	file.add("request", c.requestNode())
	file.add("integration", c.integrationNode())
	file.add("user", (&mapping{}).text("_id", c.User.ID).text("name", c.User.Name).text("username", c.User.Username).node())
	if !c.Now.IsZero() {
		file.text("now", c.Now.Format(time.RFC3339Nano))
	}
	file.text("zone", c.Zone)
	if answers := c.answersNode(); len(answers.Content) > 0 {
		file.add("http", answers)
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(file.node()), encoder.Close()); err != nil {
		return nil, fmt.Errorf("write the case: %w", err)
	}
	return out.Bytes(), nil
}

func (c *Case) requestNode() *yaml.Node {
	request := (&mapping{}).text("method", c.Method).text("query", c.Query)
	request.add("headers", headersNode(c.Headers))
	switch body, ok := jsonNode(c.Body); {
	case ok:
		request.add("body", body)
	case len(c.Body) > 0:
		request.add("raw", textNode(string(c.Body)))
	}
	return request.node()
}

func (c *Case) integrationNode() *yaml.Node {
	i := c.Integration
	node := (&mapping{}).text("id", i.ID)
	channels := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, channel := range i.Channel {
		channels.Content = append(channels.Content, textNode(channel))
	}
	node.add("channel", channels)
	node.text("username", i.Username).text("alias", i.Alias).text("avatar", i.Avatar).text("emoji", i.Emoji)
	node.add("override_destination_channel_enabled", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(i.OverrideDestinationChannelEnabled)})
	return node.text("compat", string(i.Compat)).text("adapter", i.Adapter).node()
}

func (c *Case) answersNode() *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, answer := range c.Answers {
		node := (&mapping{}).text("method", answer.Method).text("url", answer.URL)
		node.add("status", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: fmt.Sprint(answer.Status)})
		node.add("headers", headersNode(answer.Headers))
		if len(answer.Body) > 0 {
			node.add("body", textNode(string(answer.Body)))
		}
		list.Content = append(list.Content, node.node())
	}
	return list
}

// headersNode keeps the order; a name that comes again is joined to the first.
func headersNode(headers []engine.Header) *yaml.Node {
	joined := &mapping{}
	at := map[string]*yaml.Node{}
	for _, h := range headers {
		name := strings.ToLower(h.Name)
		if first := at[name]; first != nil {
			first.Value += ", " + h.Value
			continue
		}
		at[name] = textNode(h.Value)
		joined.add(h.Name, at[name])
	}
	return joined.node()
}

// jsonNode is a body as YAML that is sent again byte for byte; false when it is
// no JSON, or was written otherwise than JSON.stringify does it.
func jsonNode(body []byte) (*yaml.Node, bool) {
	if !utf8.Valid(body) || !json.Valid(body) || (body[0] != '{' && body[0] != '[') {
		return nil, false
	}
	var document yaml.Node
	if yaml.Unmarshal(body, &document) != nil || len(document.Content) != 1 {
		return nil, false
	}
	node := document.Content[0]
	block(node)
	written, err := yaml.Marshal(node)
	if err != nil {
		return nil, false
	}
	var read jsonText
	if yaml.Unmarshal(written, &read) != nil {
		return nil, false
	}
	again, err := engine.Stringify(read.RawMessage)
	return node, err == nil && bytes.Equal(again, body)
}

// block writes collections over several lines, and texts as YAML likes them.
func block(node *yaml.Node) {
	if len(node.Content) > 0 {
		node.Style = 0
	}
	if node.Kind == yaml.ScalarNode && node.Tag == "!!str" {
		node.Style = textNode(node.Value).Style
	}
	for _, child := range node.Content {
		block(child)
	}
}

func textNode(text string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(text)
	return node
}

// A mapping is a YAML mapping being made.
type mapping struct{ members []*yaml.Node }

func (m *mapping) add(key string, value *yaml.Node) {
	m.members = append(m.members, textNode(key), value)
}

// text adds a text, unless it is empty.
func (m *mapping) text(key, value string) *mapping {
	if value != "" {
		m.add(key, textNode(value))
	}
	return m
}

func (m *mapping) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Content: m.members}
}
