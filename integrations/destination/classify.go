package destination

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"rocketscript/integrations"
)

// This file decides what becomes of a message a server did not take. The rule
// (DESIGN §6): permanent is what refuses this message or this room, in the
// chat server's own words; everything else is temporary, because somebody can
// mend it and the message must then go out.

// Reasons of a TemporaryError, as integrations.TemporaryError lists them.
const (
	reasonAccount    = "account"
	reasonCanceled   = "canceled"
	reasonConnect    = "connect"
	reasonDNS        = "dns"
	reasonRateLimit  = "rate-limit"
	reasonServer     = "server"
	reasonTimeout    = "timeout"
	reasonTLS        = "tls"
	reasonUnreadable = "unreadable"
	reasonURL        = "url"
	reasonWrite      = "write"
)

// An answer is what an HTTP server answered to one request.
type answer struct {
	status int
	header http.Header
	// body is cut at the limit; whole tells that it was not.
	body  []byte
	whole bool
}

// A judge turns answers and failures into errors. It knows what their texts
// must name and what they must not.
type judge struct {
	// url is the address the request went to; account who asked.
	url     string
	account string
	// channel is the destination of the message.
	channel string
	// secrets are replaced wherever a server repeats them, the first first.
	secrets []string
	now     time.Time
}

// An apiReply is what Rocket.Chat's API says in JSON, good or bad.
type apiReply struct {
	Success *bool           `json:"success"`
	Error   json.RawMessage `json:"error"`
	// ErrorType is the code of a Meteor.Error; plain errors have none.
	ErrorType json.RawMessage `json:"errorType"`
	// Message is the posted message, or the text of an older error.
	Message json.RawMessage `json:"message"`
	Room    json.RawMessage `json:"room"`
}

// ok tells whether the API says that it did what it was asked.
func (r apiReply) ok() bool { return r.Success != nil && *r.Success }

// refused tells whether the API says that it did not. Without success it is
// not Rocket.Chat that speaks, but something in front of it.
func (r apiReply) refused() bool { return r.Success != nil && !*r.Success }

// text is the error for people.
func (r apiReply) text() string { return cmp.Or(jsonText(r.Error), jsonText(r.Message)) }

// bracketed finds the code that Meteor.Error puts behind its reason:
// "Error, too many requests. [error-too-many-requests]", "[invalid-channel]".
var bracketed = regexp.MustCompile(`\[([A-Za-z][A-Za-z0-9_-]*)\]$`)

// code is the error as a caller of an incoming webhook sees it: the code of a
// Meteor.Error, else the text (reference §1 row 12a).
func (r apiReply) code() string {
	if code := jsonText(r.ErrorType); code != "" {
		return code
	}
	if m := bracketed.FindStringSubmatch(r.text()); m != nil {
		return m[1]
	}
	return r.text()
}

// jsonText is a JSON string's text, and "" for anything else.
func jsonText(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) != nil {
		return ""
	}
	return text
}

// answer judges an answer of the API. It returns the reply and nil when the
// API says success, else a *PermanentError or a *TemporaryError.
func (j judge) answer(a answer) (apiReply, error) {
	var reply apiReply
	readable := a.whole && json.Unmarshal(a.body, &reply) == nil
	switch {
	case a.status == http.StatusOK && readable && reply.ok():
		return reply, nil
	case (a.status == http.StatusOK || a.status == http.StatusBadRequest) && readable && reply.refused():
		return reply, j.refusal(a, reply)
	}
	return reply, j.status(a, reply)
}

// status judges by the HTTP status alone.
func (j judge) status(a answer, reply apiReply) error {
	says := j.says(a, reply)
	switch {
	case a.status == http.StatusOK, a.status == http.StatusBadRequest:
		return j.temporary(a, reasonUnreadable, "the server answered "+says+", which is not Rocket.Chat's API: check that url is the address of Rocket.Chat itself, not of a login page or another server")
	case a.status == http.StatusUnauthorized:
		return j.temporary(a, reasonAccount, fmt.Sprintf("the server does not accept account %s (%s): check user_id and token of that account, and that it is active", j.account, says))
	case a.status == http.StatusForbidden:
		return j.temporary(a, reasonAccount, fmt.Sprintf("account %s is not allowed to use the API (%s): check user_id, token and roles of that account, and any proxy or firewall in front of the server", j.account, says))
	case a.status == http.StatusRequestEntityTooLarge:
		return &integrations.PermanentError{Code: codeTooLong, Detail: "the server, or a proxy in front of it, does not take a request of this size (" + says + ")"}
	case a.status == http.StatusTooManyRequests:
		return j.rateLimit(a, says)
	case a.status == http.StatusRequestTimeout:
		return j.temporary(a, reasonTimeout, "the server gave up waiting for the request ("+says+")")
	case a.status == http.StatusProxyAuthRequired:
		return j.temporary(a, reasonConnect, "the proxy asks for a login ("+says+"): put user and password in HTTPS_PROXY or HTTP_PROXY")
	case a.status >= 300 && a.status < 400:
		return j.redirect(a)
	case a.status == http.StatusNotFound, a.status == http.StatusMethodNotAllowed, a.status == http.StatusGone:
		return j.temporary(a, reasonURL, fmt.Sprintf("there is no Rocket.Chat API at %s (%s): check url, with the path if Rocket.Chat lives under one", j.url, says))
	case a.status >= 200 && a.status < 300:
		return j.temporary(a, reasonUnreadable, "the server answered "+says+", where Rocket.Chat answers 200: check url")
	}
	return j.temporary(a, reasonServer, "the server answered "+says)
}

// refusal judges an error that the API itself reports.
func (j judge) refusal(a answer, reply apiReply) error {
	code, text := j.clean(reply.code()), j.clean(reply.text())
	if reason, hint := serversOwnTrouble(code, text); reason != "" {
		if reason == reasonRateLimit {
			return j.rateLimit(a, text)
		}
		return j.temporary(a, reason, fmt.Sprintf("the server says %q to account %s%s", cmp.Or(text, code), j.account, hint))
	}
	detail := j.hint(code)
	if detail == "" && text != code {
		detail = text
	}
	return &integrations.PermanentError{Code: cmp.Or(code, "unknown-error"), Detail: detail}
}

// serversOwnTrouble finds the reason when an error is not about the message or
// the room, although Rocket.Chat answers 400: its API turns any exception into
// a 400, also "not logged in", a rate limit, and a database that is away.
func serversOwnTrouble(code, text string) (reason, hint string) {
	switch code {
	case "error-too-many-requests", "too-many-requests":
		return reasonRateLimit, ""
	case "unauthorized", "error-unauthorized", "forbidden", "error-forbidden", codeInvalidUser, "error-user-is-not-activated",
		"totp-required", "totp-invalid", "You must be logged in to do this.":
		return reasonAccount, ": check user_id, token and roles of that account"
	case "restricted-workspace":
		return reasonServer, ": the workspace is restricted until its licence is synchronized"
	case "", "unknown-error", "error-internal", "internal-error", "Internal server error":
		return reasonServer, ""
	}
	lower := strings.ToLower(text)
	for _, sign := range []string{"econnrefused", "econnreset", "etimedout", "mongo", "not primary", "server selection timed out", "topology is closed"} {
		if strings.Contains(lower, sign) {
			return reasonServer, ": its database seems to be away"
		}
	}
	return "", ""
}

// hint says what to do about a refusal; empty when there is nothing to add.
func (j judge) hint(code string) string {
	switch code {
	case codeInvalidChannel:
		return fmt.Sprintf("account %s finds no room or user %q on the server: check the name and its prefix, or create it", j.account, j.channel)
	case codeNotAllowed:
		return fmt.Sprintf("account %s may not post in %q: make it a member of that room", j.account, j.channel)
	case codeReadOnly:
		return fmt.Sprintf("give account %s the permission post-readonly in %q", j.account, j.channel)
	case codeTooLong:
		return "the text is longer than the server's Message_MaxAllowedSize: lower message.max_text to that"
	case "Not enough permission":
		return fmt.Sprintf("account %s may not set alias or avatar: give it the role bot (permission message-impersonate), or leave alias and avatar out", j.account)
	}
	return ""
}

func (j judge) rateLimit(a answer, says string) error {
	err := j.temporary(a, reasonRateLimit, fmt.Sprintf("the server limits how often account %s may post (%s): give it the role bot or the permission api-bypass-rate-limit", j.account, says))
	if err.RetryAfter == 0 {
		err.RetryAfter = rateLimitReset(a.header, j.now)
	}
	return err
}

// redirect explains where a server would send us. Following would turn the
// POST into a GET, or carry the token to another host.
func (j judge) redirect(a answer) error {
	target := "nowhere"
	if u, err := url.Parse(a.header.Get("Location")); err == nil && u.String() != "" {
		// Query and user may be secrets of a login flow.
		u.RawQuery, u.Fragment, u.User = "", "", nil
		target = u.String()
	}
	return j.temporary(a, reasonURL, fmt.Sprintf("the server redirects (status %d) to %s, and posts are not redirected: set url to where the server really is", a.status, j.clean(target)))
}

func (j judge) temporary(a answer, reason, detail string) *integrations.TemporaryError {
	return &integrations.TemporaryError{Reason: reason, Detail: detail, RetryAfter: retryAfter(a.header, j.now)}
}

// failure judges an exchange that brought no whole answer. ctx is the caller's:
// its end is not a fault of the server.
func (j judge) failure(ctx context.Context, err error) *integrations.TemporaryError {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	reason, detail := j.failureReason(ctx, err)
	return &integrations.TemporaryError{Reason: reason, Detail: j.clean(detail), Err: err}
}

func (j judge) failureReason(ctx context.Context, err error) (reason, detail string) {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	var dial *net.OpError
	var proxy *proxyRefusedError
	switch {
	case ctx.Err() != nil:
		return reasonCanceled, "stopped before the server answered; the message may have been posted"
	case errors.As(err, &dns):
		return reasonDNS, fmt.Sprintf("the name %s cannot be resolved (%v): check url and the name servers", dns.Name, err)
	case isTLS(err):
		return reasonTLS, tlsDetail(err)
	case errors.As(err, &proxy):
		return reasonConnect, fmt.Sprintf("the proxy does not connect to %s (%v): check HTTPS_PROXY, with user and password if the proxy wants a login", j.url, err)
	case errors.As(err, &dial) && (dial.Op == "dial" || dial.Op == "proxyconnect"):
		return reasonConnect, fmt.Sprintf("cannot connect to %s (%v): check that the server runs and url is right", j.url, err)
	case errors.As(err, &timeout) && timeout.Timeout():
		return reasonTimeout, fmt.Sprintf("no answer from %s in time (%v); the message may have been posted", j.url, err)
	}
	return reasonConnect, fmt.Sprintf("the connection to %s broke before the whole answer was there (%v); the message may have been posted", j.url, err)
}

// isTLS tells whether err comes from setting up TLS.
func isTLS(err error) bool {
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &verification) || errors.As(err, &record) || errors.As(err, &alert) || errors.Is(err, http.ErrSchemeMismatch)
}

func tlsDetail(err error) string {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	hint := ""
	switch {
	case errors.As(err, &unknown):
		hint = ": name the CA's certificate in ca_file"
	case errors.As(err, &host):
		hint = ": use the name that is in the certificate in url"
	case errors.Is(err, http.ErrSchemeMismatch):
		hint = ": the server does not speak TLS on that port; is url meant to be http?"
	}
	return fmt.Sprintf("no trusted TLS connection (%v)%s", err, hint)
}
