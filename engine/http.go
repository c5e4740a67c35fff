package engine

import (
	"context"
	"time"
)

// An HTTPDoer makes the HTTP calls of scripts, outside the sandbox: what goes
// in and out are plain values. It decides what scripts may reach.
type HTTPDoer interface {
	// Do makes one exchange: it sends the request, once, and reads the whole
	// answer. It does not follow redirects, which the engine does by further
	// exchanges, so that each is judged by itself. A status such as 404 or 500
	// is an answer, no error. Do returns soon after ctx ends, and may be
	// called by several goroutines at once.
	//
	// An error that is an *[HTTPError] tells the script more than its text.
	Do(ctx context.Context, request HTTPRequest) (HTTPResponse, error)
}

// An HTTPRequest is one request of a script.
type HTTPRequest struct {
	// ScriptID is the [Script.ID] of the script that asks; empty in an
	// instance that belongs to no [Host].
	ScriptID string
	// Method in upper case, as far as it is one of the usual ones.
	Method string
	// URL is absolute, http or https, without fragment.
	URL string
	// Headers as the script gave them. Those that describe the connection
	// (content-length, connection, …) are the doer's to write.
	Headers []Header
	Body    []byte
	// MaxBytes bounds the body of the answer, after decompression; an answer
	// that is longer is an *HTTPError of kind HTTPTooLarge. Zero means that
	// the doer decides.
	MaxBytes int64
	// Insecure accepts a certificate that cannot be verified.
	Insecure bool
	// Plain asks for an answer that is not compressed.
	Plain bool
}

// An HTTPResponse is the answer to an HTTPRequest.
type HTTPResponse struct {
	// Status is the status code, StatusText the reason phrase after it.
	Status     int
	StatusText string
	// Headers in any order and case; repeated ones are joined by the engine.
	Headers []Header
	// Body after decompression.
	Body []byte
}

// An HTTPErrorKind says why there is no answer.
type HTTPErrorKind string

// The kinds of errors. Each is a sentence of its own to scripts: fetch and
// HTTP word them as their originals do.
const (
	// HTTPFailed: the server could not be reached, or its answer not be read.
	HTTPFailed HTTPErrorKind = "failed"
	// HTTPRefused: the script may not make this call.
	HTTPRefused HTTPErrorKind = "refused"
	// HTTPTimeout: the script's own time limit for the call passed.
	HTTPTimeout HTTPErrorKind = "timeout"
	// HTTPTooLarge: the answer is longer than HTTPRequest.MaxBytes.
	HTTPTooLarge HTTPErrorKind = "too-large"
	// HTTPRedirects: the answers led on more often than the script wants.
	HTTPRedirects HTTPErrorKind = "redirects"
	// HTTPAborted: the script, or the end of its call, stopped the exchange.
	HTTPAborted HTTPErrorKind = "aborted"
)

// An HTTPError is an exchange that gave no answer.
type HTTPError struct {
	Kind HTTPErrorKind
	// Code is Node's word for it, such as ECONNREFUSED or ENOTFOUND; empty
	// when there is none.
	Code string
	// Message says for people what happened and what to do.
	Message string
}

// Error returns the message.
func (e *HTTPError) Error() string { return e.Message }

// An HTTPCall is what is kept of one HTTP call of a script, for people and for
// replay. Its JSON is what `run --json` prints.
type HTTPCall struct {
	Method string `json:"method"`
	// URL is what the script asked for; Redirects are the URLs that the
	// answers led to, in order.
	URL            string   `json:"url"`
	Redirects      []string `json:"redirects,omitempty"`
	RequestHeaders []Header `json:"request_headers,omitempty"`
	// RequestBody holds the first 4 KB, ResponseBody the first 64 KB, as text;
	// RequestBytes and ResponseBytes tell how long they were.
	RequestBody  string `json:"request_body,omitempty"`
	RequestBytes int    `json:"request_bytes,omitempty"`
	// Status is zero, and Error set, when there was no answer.
	Status          int      `json:"status"`
	ResponseHeaders []Header `json:"response_headers,omitempty"`
	ResponseBody    string   `json:"response_body,omitempty"`
	ResponseBytes   int      `json:"response_bytes,omitempty"`
	Error           string   `json:"error,omitempty"`
	// DurationMS is how long the call took, in milliseconds, redirects
	// included.
	DurationMS float64 `json:"duration_ms"`
}

// What an HTTPCall keeps of the bodies, of its URLs, and of headers, in bytes:
// it is kept with the execution, and a script may make many. Of answers it is
// what a replay of the execution is answered.
const (
	keptBody        = 4 << 10
	keptAnswer      = 64 << 10
	keptURL         = 8 << 10
	keptHeaderBytes = 32 << 10
)

// defaultHTTPTimeout is node-fetch's limit in Rocket.Chat; a call of a script
// ends sooner, unless its own limit was raised.
const defaultHTTPTimeout = 20 * time.Second

// defaultRedirects is how many redirects a browser and Node follow.
const defaultRedirects = 20
