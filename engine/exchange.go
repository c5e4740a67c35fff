package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"rocketscript/engine/internal/jsvalue"
)

// A redirectMode says what becomes of an answer that leads on.
type redirectMode string

const (
	redirectFollow redirectMode = "follow"
	redirectManual redirectMode = "manual"
	redirectError  redirectMode = "error"
)

// An httpRequest is what a script asked for.
type httpRequest struct {
	HTTPRequest
	redirect redirectMode
	// follow is how many redirects are followed.
	follow int
	// timeout bounds the whole, redirects included.
	timeout time.Duration
}

// An httpAnswer is what came of it.
type httpAnswer struct {
	HTTPResponse
	url        string
	redirected bool
	err        *HTTPError
}

// An exchange is an HTTP call of a script under way.
type exchange struct {
	request httpRequest
	began   time.Time
	cancel  context.CancelFunc

	// Guarded by the instance's mutex.
	record HTTPCall
	done   bool
	answer httpAnswer
	// arrived is when the answer came.
	arrived time.Time
	// deliver gives the answer to the script; nil for a call that waits for
	// it, and when nobody wants it any more.
	deliver func(httpAnswer) error
}

// beginExchange starts an HTTP call on behalf of c; one that may not be made
// has ended already. It is called with the mutex held.
func (in *Instance) beginExchange(c *call, request httpRequest) (context.Context, *exchange) {
	request.ScriptID = in.id
	// The call's own end stops it, not a clock that might be a moment early:
	// a script never sees its deadline as a failed request.
	ctx, cancel := context.WithCancel(context.Background())
	x := &exchange{request: request, began: time.Now(), cancel: cancel}
	x.record = HTTPCall{
		Method: clip(request.Method, keptURL), URL: clip(request.URL, keptURL), RequestHeaders: keptHeaders(request.Headers),
		RequestBody: excerptOf(request.Body, keptBody), RequestBytes: len(request.Body),
	}
	if why := in.refusal(c); why != "" {
		in.endExchange(x, httpAnswer{err: &HTTPError{Kind: HTTPRefused, Message: why}})
	}
	if len(c.http) <= in.opts.HTTPCalls { // the first that is one too many shows why
		c.http = append(c.http, x)
	}
	c.exchanges = append(c.exchanges, x)
	return ctx, x
}

// refusal says why c may not make an HTTP call; empty when it may.
func (in *Instance) refusal(c *call) string {
	switch {
	case c.stage == answered:
		return "the call has ended"
	case in.opts.HTTP == nil:
		return "scripts cannot make HTTP calls here: the engine was given no HTTP client"
	case len(c.http) >= in.opts.HTTPCalls:
		return fmt.Sprintf("too many HTTP calls: one run of a script may make %d", in.opts.HTTPCalls)
	}
	return ""
}

// endExchange keeps the answer. It is called with the mutex held.
func (in *Instance) endExchange(x *exchange, answer httpAnswer) {
	if x.done {
		return
	}
	x.cancel()
	x.done, x.answer, x.arrived = true, answer, time.Now()
	x.record.DurationMS = float64(x.arrived.Sub(x.began)) / float64(time.Millisecond)
	if answer.err != nil {
		x.record.Error = answer.err.Message
		return
	}
	x.record.Status, x.record.ResponseHeaders = answer.Status, keptHeaders(answer.Headers)
	x.record.ResponseBody, x.record.ResponseBytes = excerptOf(answer.Body, keptAnswer), len(answer.Body)
}

// keptHeaders are the headers that an HTTPCall keeps: all that people send.
func keptHeaders(headers []Header) []Header {
	kept, room := headers, keptHeaderBytes
	for i, h := range headers {
		if room -= len(h.Name) + len(h.Value); room < 0 {
			kept = append(slices.Clone(headers[:i]), Header{Name: "…", Value: fmt.Sprintf("%d more headers", len(headers)-i)})
			break
		}
	}
	return kept
}

// excerptOf is the text of a body as far as it is kept.
func excerptOf(body []byte, kept int) string {
	if len(body) <= kept {
		return jsvalue.ValidUTF8(string(body))
	}
	return strings.ToValidUTF8(string(body[:kept]), "")
}

// fetchNow makes an HTTP call that its script waits for.
func (in *Instance) fetchNow(request httpRequest) httpAnswer {
	c := in.running
	in.mu.Lock()
	ctx, x := in.beginExchange(c, request)
	done := x.done
	in.mu.Unlock()
	answer := x.answer
	if !done {
		answer = in.perform(ctx, x)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.endExchange(x, answer)
	c.exchanges = slices.DeleteFunc(c.exchanges, func(other *exchange) bool { return other == x })
	in.tick = time.Now()
	return answer
}

// fetchLater makes an HTTP call whose answer is delivered by a job of its own,
// unless the call ends before. It returns what aborts it.
func (in *Instance) fetchLater(request httpRequest, deliver func(httpAnswer) error) (abort func()) {
	c := in.running
	in.mu.Lock()
	defer in.mu.Unlock()
	if c.stage == answered {
		return func() {}
	}
	ctx, x := in.beginExchange(c, request)
	x.deliver = deliver
	if !x.done {
		in.fetching.Go(func() {
			answer := in.perform(ctx, x)
			in.mu.Lock()
			defer in.mu.Unlock()
			in.endExchange(x, answer)
			in.nudge()
		})
	}
	return func() {
		in.mu.Lock()
		defer in.mu.Unlock()
		x.deliver = nil
		in.endExchange(x, httpAnswer{err: &HTTPError{Kind: HTTPAborted, Message: "aborted by the script"}})
	}
}

// perform asks the doer, and follows where the answers lead.
func (in *Instance) perform(ctx context.Context, x *exchange) httpAnswer {
	request := x.request
	if request.timeout > 0 {
		timed, cancel := context.WithTimeout(ctx, request.timeout)
		defer cancel()
		ctx = timed
	}
	for hops := 0; ; hops++ {
		response, err := in.opts.HTTP.Do(ctx, request.HTTPRequest)
		if err != nil {
			return httpAnswer{err: httpError(ctx, err), url: request.URL}
		}
		if limit := request.MaxBytes; int64(len(response.Body)) > limit {
			return httpAnswer{err: tooLarge(limit), url: request.URL}
		}
		response.Headers = joinHeaders(response.Headers)
		answer := httpAnswer{HTTPResponse: response, url: request.URL, redirected: hops > 0}
		target, err := redirection(request, response, hops)
		switch {
		case err != nil:
			return httpAnswer{err: httpError(ctx, err), url: request.URL}
		case target == nil:
			return answer
		}
		request.HTTPRequest = redirectedRequest(request.HTTPRequest, response.Status, target)
		in.mu.Lock()
		if !x.done { // what is answered belongs to who was answered
			x.record.Redirects = append(x.record.Redirects, clip(request.URL, keptURL))
		}
		in.mu.Unlock()
	}
}

func tooLarge(limit int64) *HTTPError {
	return &HTTPError{Kind: HTTPTooLarge, Message: fmt.Sprintf("the answer is longer than %d bytes", limit)}
}

// httpError makes an HTTPError of any error of a doer.
func httpError(ctx context.Context, err error) *HTTPError {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &HTTPError{Kind: HTTPTimeout, Message: "the time limit of the HTTP call passed"}
	case ctx.Err() != nil:
		return &HTTPError{Kind: HTTPAborted, Message: "the call ended before the answer came"}
	}
	if known, ok := errors.AsType[*HTTPError](err); ok {
		return known
	}
	return &HTTPError{Kind: HTTPFailed, Message: err.Error()}
}

// joinHeaders gives the headers of an answer as scripts see them: lower case,
// sorted, repeated ones joined, set-cookie each for itself.
func joinHeaders(headers []Header) []Header {
	joined := make([]Header, 0, len(headers))
	for _, h := range headers {
		name, value := strings.ToLower(h.Name), strings.Trim(h.Value, " \t\r\n")
		i := slices.IndexFunc(joined, func(seen Header) bool { return seen.Name == name })
		if i < 0 || name == "set-cookie" {
			joined = append(joined, Header{Name: name, Value: value})
			continue
		}
		joined[i].Value += ", " + value
	}
	slices.SortStableFunc(joined, func(a, b Header) int { return cmp.Compare(a.Name, b.Name) })
	return joined
}

// redirection returns where an answer leads; nil when it is final.
func redirection(request httpRequest, response HTTPResponse, hops int) (*url.URL, error) {
	switch response.Status {
	case 301, 302, 303, 307, 308:
	default:
		return nil, nil
	}
	i := slices.IndexFunc(response.Headers, func(h Header) bool { return h.Name == "location" })
	switch {
	case request.redirect == redirectError:
		return nil, &HTTPError{Kind: HTTPRedirects, Message: "unexpected redirect"}
	case request.redirect == redirectManual, i < 0:
		return nil, nil
	case hops >= request.follow:
		return nil, &HTTPError{Kind: HTTPRedirects, Message: "redirect count exceeded"}
	}
	from, err := url.Parse(request.URL)
	if err != nil {
		return nil, &HTTPError{Kind: HTTPFailed, Message: "Invalid URL"}
	}
	target, err := from.Parse(response.Headers[i].Value)
	switch {
	case err == nil && target.Scheme != "http" && target.Scheme != "https":
		return nil, &HTTPError{Kind: HTTPFailed, Message: "URL scheme must be a HTTP(S) scheme"}
	case err != nil, target.Host == "":
		return nil, &HTTPError{Kind: HTTPFailed, Message: fmt.Sprintf("the redirect to %q is not a URL", response.Headers[i].Value)}
	}
	return target, nil
}

// redirectedRequest is the request that follows a redirect. What identifies
// the script to one server is not given to another.
func redirectedRequest(request HTTPRequest, status int, target *url.URL) HTTPRequest {
	from, _ := url.Parse(request.URL) // redirection has parsed it
	target.Fragment = ""
	if target.Path == "" {
		target.Path = "/"
	}
	request.URL = target.String()
	drop := []string{}
	if (status <= 302 && request.Method == "POST") || (status == 303 && request.Method != "GET" && request.Method != "HEAD") {
		request.Method, request.Body = "GET", nil
		drop = append(drop, "content-encoding", "content-language", "content-location", "content-type", "content-length")
	}
	if from.Scheme != target.Scheme || !strings.EqualFold(from.Host, target.Host) {
		drop = append(drop, "authorization", "proxy-authorization", "cookie", "host")
	}
	kept := make([]Header, 0, len(request.Headers))
	for _, h := range request.Headers {
		if !slices.Contains(drop, strings.ToLower(h.Name)) {
			kept = append(kept, h)
		}
	}
	request.Headers = kept
	return request
}
