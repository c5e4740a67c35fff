package cases

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// A caseFile is a case file; both forms are read into it.
type caseFile struct {
	Request     caseRequest     `yaml:"request" json:"request"`
	Integration caseIntegration `yaml:"integration" json:"integration"`
	User        *caseUser       `yaml:"user" json:"user"`
	Now         string          `yaml:"now" json:"now"`
	Zone        string          `yaml:"zone" json:"zone"`
	Random      *float64        `yaml:"random" json:"random"`
	HTTP        []caseAnswer    `yaml:"http" json:"http"`
}

type caseRequest struct {
	Method  string      `yaml:"method" json:"method"`
	Query   caseQuery   `yaml:"query" json:"query"`
	Headers caseHeaders `yaml:"headers" json:"headers"`
	Body    jsonText    `yaml:"body" json:"body"`
	Raw     *string     `yaml:"raw" json:"raw"`
}

type caseUser struct {
	ID       string `yaml:"_id" json:"_id"`
	Name     string `yaml:"name" json:"name"`
	Username string `yaml:"username" json:"username"`
}

type caseIntegration struct {
	ID       string       `yaml:"id" json:"id"`
	Token    string       `yaml:"token" json:"token"`
	Channel  textList     `yaml:"channel" json:"channel"`
	Username string       `yaml:"username" json:"username"`
	Alias    string       `yaml:"alias" json:"alias"`
	Avatar   string       `yaml:"avatar" json:"avatar"`
	Emoji    string       `yaml:"emoji" json:"emoji"`
	Override *bool        `yaml:"override_destination_channel_enabled" json:"override_destination_channel_enabled"`
	Compat   string       `yaml:"compat" json:"compat"`
	Adapter  string       `yaml:"adapter" json:"adapter"`
	Globals  []caseGlobal `yaml:"globals" json:"globals"`
}

type caseGlobal struct {
	Name  string `yaml:"name" json:"name"`
	Value string `yaml:"value" json:"value"`
}

// The parts of a case file that keep the order of keys are read as JSON text;
// YAML is turned into JSON first.
type (
	jsonText    struct{ json.RawMessage }
	caseQuery   struct{ query string }
	caseHeaders struct{ list []engine.Header }
	textList    []string
)

func parseYAML(text []byte) (*Case, error) {
	var file caseFile
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return file.toCase()
}

func parseJSON(text []byte) (*Case, error) {
	var file caseFile
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("at byte %d: %w", decoder.InputOffset(), err)
	}
	return file.toCase()
}

func (f *caseFile) toCase() (*Case, error) {
	c := New()
	if f.Request.Method != "" {
		c.Method = strings.ToUpper(f.Request.Method)
	}
	c.Query, c.Headers = f.Request.Query.query, f.Request.Headers.list
	if err := f.Request.fillBody(c); err != nil {
		return nil, err
	}
	f.Integration.fill(c)
	if err := validate(c.Integration); err != nil {
		return nil, fmt.Errorf("integration: %w", err)
	}
	if f.User != nil {
		c.User = engine.User{ID: f.User.ID, Name: f.User.Name, Username: f.User.Username}
		c.Integration.Username = f.User.Username
	}
	if err := f.fillAnswers(c); err != nil {
		return nil, err
	}
	return c, f.fillClock(c)
}

// validate checks what a case says of its integration; the script comes from
// elsewhere.
func validate(i integrations.Integration) error {
	i.ScriptEnabled, i.Script = true, "script.js"
	if faults := i.Validate(); len(faults) > 0 {
		return faults[0]
	}
	return nil
}

func (r *caseRequest) fillBody(c *Case) error {
	switch {
	case r.Raw != nil && r.Body.RawMessage != nil:
		return errors.New("request: body and raw exclude each other; body is JSON, raw is text sent as it is")
	case r.Raw != nil:
		c.Body = []byte(*r.Raw)
	case r.Body.RawMessage != nil:
		body, err := engine.Stringify(r.Body.RawMessage)
		if err != nil {
			return fmt.Errorf("request: body: %w", err)
		}
		c.Body = body
	}
	return nil
}

func (i *caseIntegration) fill(c *Case) {
	set := func(to *string, value string) {
		if value != "" {
			*to = value
		}
	}
	set(&c.Integration.ID, i.ID)
	set(&c.Integration.Token, i.Token)
	set(&c.Integration.Alias, i.Alias)
	set(&c.Integration.Avatar, i.Avatar)
	set(&c.Integration.Emoji, i.Emoji)
	if i.Username != "" {
		c.Integration.Username = i.Username
		c.User = engine.User{ID: i.Username, Username: i.Username}
	}
	if len(i.Channel) > 0 {
		c.Integration.Channel = i.Channel
	}
	set(&c.Integration.Adapter, i.Adapter)
	for _, g := range i.Globals {
		c.Integration.Globals = append(c.Integration.Globals, integrations.Global{Name: g.Name, Value: g.Value})
	}
	c.Integration.Compat = engine.Compat(i.Compat)
	if i.Override != nil {
		c.Integration.OverrideDestinationChannelEnabled = *i.Override
	}
}

func (f *caseFile) fillClock(c *Case) error {
	if f.Now != "" {
		now, err := ParseNow(f.Now)
		if err != nil {
			return fmt.Errorf("now: %w", err)
		}
		c.Now = now
	}
	if f.Zone != "" {
		if _, err := time.LoadLocation(f.Zone); err != nil {
			return fmt.Errorf("zone: %q is no time zone such as Europe/Berlin", f.Zone)
		}
		c.Zone = f.Zone
	}
	if f.Random != nil && (*f.Random < 0 || *f.Random >= 1) {
		return fmt.Errorf("random: %v is not in [0, 1)", *f.Random)
	}
	c.Random = f.Random
	return nil
}

// ParseNow reads a moment as cases and --now give it: RFC 3339, a date, or
// milliseconds since 1970 as Date.now() counts them.
func ParseNow(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.UnixMilli(ms), nil
	}
	return time.Time{}, fmt.Errorf("%q is no time such as 2026-03-14T08:02:11Z", text)
}

// members lists the members of a JSON object in order.
func members(object json.RawMessage, each func(key string, value json.RawMessage) error) error {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return errors.New("it has to be a map")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		if err := each(key.(string), value); err != nil {
			return err
		}
	}
	return nil
}

// scalarText is a JSON scalar as text: strings without quotes.
func scalarText(value json.RawMessage) (string, error) {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text, nil
	}
	if len(value) > 0 && (value[0] == '{' || value[0] == '[') {
		return "", fmt.Errorf("%s is not a text", value)
	}
	return string(value), nil
}

// UnmarshalJSON reads a query: a string as it goes into the URL, or a map of
// names to values or lists of values.
func (q *caseQuery) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &q.query) == nil {
		q.query = strings.TrimPrefix(q.query, "?")
		return nil
	}
	var pairs []string
	err := members(text, func(key string, value json.RawMessage) error {
		values := []json.RawMessage{value}
		if value[0] == '[' {
			if err := json.Unmarshal(value, &values); err != nil {
				return err
			}
		}
		for _, one := range values {
			written, err := scalarText(one)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			pairs = append(pairs, url.QueryEscape(key)+"="+url.QueryEscape(written))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	q.query = strings.Join(pairs, "&")
	return nil
}

// UnmarshalJSON reads headers in their order.
func (h *caseHeaders) UnmarshalJSON(text []byte) error {
	err := members(text, func(key string, value json.RawMessage) error {
		written, err := scalarText(value)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		h.list = append(h.list, engine.Header{Name: key, Value: written})
		return nil
	})
	if err != nil {
		return fmt.Errorf("headers: %w", err)
	}
	return nil
}

// UnmarshalJSON reads one text or a list of them.
func (l *textList) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*l = nil
		for part := range strings.SplitSeq(one, ",") {
			*l = append(*l, strings.TrimSpace(part))
		}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(l))
}

// UnmarshalJSON keeps the text.
func (j *jsonText) UnmarshalJSON(text []byte) error {
	j.RawMessage = bytes.Clone(text)
	return nil
}

// The YAML forms are the JSON forms of the same node.

func (q *caseQuery) UnmarshalYAML(n *yaml.Node) error   { return fromYAML(n, q) }
func (h *caseHeaders) UnmarshalYAML(n *yaml.Node) error { return fromYAML(n, h) }
func (l *textList) UnmarshalYAML(n *yaml.Node) error    { return fromYAML(n, l) }
func (j *jsonText) UnmarshalYAML(n *yaml.Node) error    { return fromYAML(n, j) }

func fromYAML(node *yaml.Node, into json.Unmarshaler) error {
	text, err := yamlToJSON(node)
	if err == nil {
		err = into.UnmarshalJSON(text)
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	return nil
}
