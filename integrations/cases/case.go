package cases

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// A Case is one request to run through a script. The zero value, made by New,
// is a POST of nothing to the integration "test".
type Case struct {
	Method string
	// Query is the query string without "?".
	Query string
	// Headers as given, in order. Host, content-type, user-agent and
	// content-length are filled in before them when they are missing.
	Headers []engine.Header
	Body    []byte
	// Integration is the integration that receives the request; User is its
	// post-as user.
	Integration integrations.Integration
	User        engine.User
	// Now is what every clock reads; zero is the real time.
	Now time.Time
	// Zone is the name of the time zone the script's local times are in; empty
	// means UTC. It is the caller's to put in force: goja reads time.Local.
	Zone string
	// Random is what every Math.random() returns; nil is real randomness.
	Random *float64
	// Answers are given to the HTTP calls of the script, by HTTP.
	Answers []Answer
}

// New returns the case that a case file starts from: integration and token
// "test", post-as user rocket.cat, override of the channel allowed.
func New() *Case {
	return &Case{
		Method: "POST",
		Integration: integrations.Integration{
			ID: "test", Token: "test", Enabled: true, Channel: []string{"#general"}, Username: "rocket.cat",
			OverrideDestinationChannelEnabled: true, ScriptEnabled: true,
		},
		User: engine.User{ID: "rocket.cat", Name: "Rocket.Cat", Username: "rocket.cat"},
	}
}

// A Script is a script to run cases through.
type Script struct {
	// Name is what it is called in positions, Source its text.
	Name, Source string
	// Adapter is the text of the adapter that Case.Integration.Adapter names;
	// empty when it names none.
	Adapter string
	// Globals are what Case.Integration.Globals names, read.
	Globals []engine.Global
}

// code is the script and its adapter as the integration of a case runs them.
func (s Script) code(i integrations.Integration) integrations.Code {
	return integrations.Code{
		Script:  engine.Script{ID: i.ID, Name: s.Name, Source: s.Source, Compat: i.Compat, Globals: s.Globals},
		Adapter: engine.Script{ID: integrations.AdapterID(i.ID), Name: i.Adapter, Source: s.Adapter, Globals: s.Globals},
	}
}

// Run runs the case through a script. Nothing is stored or posted; the reply is
// that of a server on which posting works. The error is of the runner or of
// the case, never of the script.
func (c *Case) Run(ctx context.Context, runner integrations.Runner, script Script, options message.Options) (*Report, error) {
	hosted := &integrations.Hosted{
		Integration: c.Integration,
		Code:        script.code(c.Integration),
		Sender:      c.User,
	}
	evaluation, err := integrations.Evaluate(ctx, runner, hosted, c.incoming(), integrations.EvaluateOptions{
		Message: options, Now: c.Now, Random: c.Random, FindUser: c.findUser,
	})
	if err != nil {
		return nil, err
	}
	return newReport(evaluation), nil
}

// findUser knows the post-as user and takes a script's word for any other.
func (c *Case) findUser(_ context.Context, nameOrID string) (engine.User, error) {
	if nameOrID == c.User.ID || nameOrID == c.User.Username {
		return c.User, nil
	}
	return engine.User{ID: nameOrID, Username: nameOrID}, nil
}

// incoming is the case as the request of a sender.
func (c *Case) incoming() integrations.Incoming {
	target := "/hooks/" + url.PathEscape(c.Integration.ID) + "/" + url.PathEscape(c.Integration.Token)
	if c.Query != "" {
		target += "?" + c.Query
	}
	received := c.Now
	if received.IsZero() {
		received = time.Now()
	}
	return integrations.Incoming{
		Method:     c.Method,
		Target:     target,
		Params:     engine.Params{IntegrationID: c.Integration.ID, Token: c.Integration.Token},
		Headers:    c.filledHeaders(),
		Body:       c.Body,
		ReceivedAt: received,
	}
}

// filledHeaders puts what every sender has before what the case gives.
func (c *Case) filledHeaders() []engine.Header {
	var filled []engine.Header
	for _, h := range []engine.Header{
		{Name: "host", Value: "localhost"},
		{Name: "content-type", Value: "application/json"},
		{Name: "user-agent", Value: "rocketscript"},
		{Name: "content-length", Value: strconv.Itoa(len(c.Body))},
	} {
		if !c.hasHeader(h.Name) {
			filled = append(filled, h)
		}
	}
	return append(filled, c.Headers...)
}

func (c *Case) hasHeader(name string) bool {
	for _, h := range c.Headers {
		if strings.EqualFold(h.Name, name) {
			return true
		}
	}
	return false
}

// SetHeader sets a header written "Name: value"; it replaces those of that name.
func (c *Case) SetHeader(line string) error {
	name, _, _ := strings.Cut(line, ":")
	name = strings.TrimSpace(name)
	c.Headers = slices.DeleteFunc(c.Headers, func(h engine.Header) bool { return strings.EqualFold(h.Name, name) })
	return c.appendHeader(line)
}

// appendHeader adds a header written "Name: value".
func (c *Case) appendHeader(line string) error {
	name, value, found := strings.Cut(line, ":")
	name = strings.TrimSpace(name)
	if !found || name == "" || strings.ContainsAny(name, " \t") {
		return fmt.Errorf("%q is not a header such as \"X-Event: push\"", line)
	}
	c.Headers = append(c.Headers, engine.Header{Name: name, Value: strings.TrimSpace(value)})
	return nil
}

// AddQuery adds to the query string.
func (c *Case) AddQuery(query string) {
	query = strings.TrimPrefix(query, "?")
	if c.Query != "" && query != "" {
		c.Query += "&"
	}
	c.Query += query
}
