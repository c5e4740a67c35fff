package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"rocketscript/engine"
)

// An Answer is what a case answers to HTTP calls of its script.
type Answer struct {
	// Method is the one it answers, in upper case; empty answers any.
	Method string
	// URL is the one it answers; * in it stands for any text.
	URL string
	// Status is never 0.
	Status  int
	Headers []engine.Header
	Body    []byte
}

// HTTP returns what makes the HTTP calls of the case's script: the first of
// its answers that matches a call answers it, any number of times. Any other
// call is fallback's, and refused when that is nil.
func (c *Case) HTTP(fallback engine.HTTPDoer) engine.HTTPDoer {
	return &answers{list: c.Answers, fallback: fallback}
}

type answers struct {
	list     []Answer
	fallback engine.HTTPDoer
}

// Do is part of [engine.HTTPDoer].
func (a *answers) Do(ctx context.Context, request engine.HTTPRequest) (engine.HTTPResponse, error) {
	for _, answer := range a.list {
		if answer.matches(request) {
			return answer.response(request), nil
		}
	}
	if a.fallback != nil {
		return a.fallback.Do(ctx, request)
	}
	where := "add one to the case's http: list"
	if len(a.list) == 0 {
		where = "give it one in the http: list of a case"
	}
	return engine.HTTPResponse{}, &engine.HTTPError{
		Kind:    engine.HTTPRefused,
		Message: fmt.Sprintf("nothing answers %s %s here; %s, or use --live to make the call", request.Method, request.URL, where),
	}
}

func (a Answer) matches(request engine.HTTPRequest) bool {
	if a.Method != "" && a.Method != request.Method {
		return false
	}
	// The URL of a call has at least the path /, which people leave out.
	return matchesURL(a.URL, request.URL) || matchesURL(a.URL, strings.TrimSuffix(request.URL, "/"))
}

// matchesURL compares a URL with a pattern in which * stands for any text.
func matchesURL(pattern, url string) bool {
	first, rest, starred := strings.Cut(pattern, "*")
	if !starred {
		return pattern == url
	}
	if !strings.HasPrefix(url, first) {
		return false
	}
	url = url[len(first):]
	parts := strings.Split(rest, "*")
	last := parts[len(parts)-1]
	for _, part := range parts[:len(parts)-1] {
		i := strings.Index(url, part)
		if i < 0 {
			return false
		}
		url = url[i+len(part):]
	}
	return strings.HasSuffix(url, last)
}

func (a Answer) response(request engine.HTTPRequest) engine.HTTPResponse {
	r := engine.HTTPResponse{Status: a.Status, StatusText: http.StatusText(a.Status), Headers: a.Headers, Body: a.Body}
	if request.Method == http.MethodHead {
		r.Body = nil
	}
	return r
}

// A caseAnswer is an Answer as a case file has it.
type caseAnswer struct {
	Method  string      `yaml:"method" json:"method"`
	URL     string      `yaml:"url" json:"url"`
	Status  int         `yaml:"status" json:"status"`
	Headers caseHeaders `yaml:"headers" json:"headers"`
	Body    jsonText    `yaml:"body" json:"body"`
}

func (f *caseFile) fillAnswers(c *Case) error {
	for i, given := range f.HTTP {
		answer, err := given.toAnswer()
		if err != nil {
			return fmt.Errorf("http: entry %d: %w", i+1, err)
		}
		c.Answers = append(c.Answers, answer)
	}
	return nil
}

func (a caseAnswer) toAnswer() (Answer, error) {
	answer := Answer{Method: strings.ToUpper(a.Method), URL: a.URL, Status: a.Status, Headers: a.Headers.list}
	switch {
	case a.URL == "":
		return answer, errors.New("url is missing; * matches any")
	case a.Status == 0:
		answer.Status = http.StatusOK
	case a.Status < 200 || a.Status > 599:
		return answer, fmt.Errorf("status %d is not between 200 and 599", a.Status)
	}
	contentType := ""
	var err error
	if answer.Body, contentType, err = a.body(); err != nil {
		return answer, fmt.Errorf("body: %w", err)
	}
	for _, h := range answer.Headers {
		if strings.EqualFold(h.Name, "content-type") {
			return answer, nil
		}
	}
	if contentType != "" {
		answer.Headers = append(answer.Headers, engine.Header{Name: "content-type", Value: contentType})
	}
	return answer, nil
}

// body is the body as it is sent, and the type it has by itself: text as it is
// written, anything else as JSON.
func (a caseAnswer) body() (body []byte, contentType string, err error) {
	var text string
	switch {
	case a.Body.RawMessage == nil || string(a.Body.RawMessage) == "null":
		return nil, "", nil
	case json.Unmarshal(a.Body.RawMessage, &text) == nil:
		return []byte(text), "text/plain; charset=utf-8", nil
	}
	body, err = engine.Stringify(a.Body.RawMessage)
	return body, "application/json", err
}
