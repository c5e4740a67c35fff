package destination

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// SlackOptions describe a Slack-compatible incoming webhook.
type SlackOptions struct {
	// Name is the destination's name, for errors.
	Name string
	// URL is the webhook's whole address, http or https. It is a secret.
	URL string
	// CAFile is a file of PEM certificates trusted besides the system's; empty
	// means the system's alone.
	CAFile string
	// Timeout bounds one Post; zero means [DefaultTimeout].
	Timeout time.Duration
	// Version is told in User-Agent; empty leaves it out.
	Version string
	// Dial connects; nil means the network.
	Dial DialFunc
	// Now is the clock that servers' dates are compared with; nil means
	// time.Now.
	Now func() time.Time
}

// A Slack posts to a Slack-compatible incoming webhook: of Slack itself, of
// Mattermost, and of servers that take the same JSON (Rocket.Chat, Zulip's
// slack_incoming, Discord's /slack).
//
// The webhook's owner is who posts there, so every post-as user will do: alias
// and avatar go along, and so does the channel. Servers take of that what they
// allow. Mattermost honours all of it; Slack honours none of it for webhooks of
// today's apps, which post in the channel they were made for; Rocket.Chat takes
// a channel only where overriding it is allowed. Nobody tells the id of the
// posted message, and nobody takes replies in threads: those are posted in the
// channel, with a warning.
type Slack struct {
	name    string
	hook    *url.URL
	kind    hookKind
	secrets []string
	agent   string
	timeout time.Duration
	client  *http.Client
	now     func() time.Time
}

var _ integrations.Poster = (*Slack)(nil)

// NewSlack makes a destination from its options, without speaking to the
// server. Its error is made of [FieldError], one for each thing that is wrong.
func NewSlack(o SlackOptions) (*Slack, error) {
	var problems []error
	hook, err := hookURL(o.URL)
	if err != nil {
		problems = append(problems, &FieldError{"url", err.Error()})
	}
	client, err := newClient(o.CAFile, o.Dial)
	if err != nil {
		problems = append(problems, &FieldError{"ca_file", err.Error()})
	}
	if o.Timeout < 0 {
		problems = append(problems, &FieldError{"timeout", "must not be negative"})
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	s := &Slack{
		name: o.Name, hook: hook, kind: hookKindOf(hook), secrets: hookSecrets(hook), agent: userAgent(o.Version),
		timeout: cmp.Or(o.Timeout, DefaultTimeout), client: client, now: o.Now,
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s, nil
}

// hookURL checks the address of a webhook. Its errors do not repeat it.
func hookURL(text string) (*url.URL, error) {
	const example = "give the whole address of the incoming webhook, such as https://chat.example/hooks/…"
	if text == "" {
		return nil, errors.New("is missing; " + example)
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("is not a valid URL; " + example)
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, errors.New("must begin with https:// or http:// and a host; " + example)
	case u.User != nil:
		return nil, errors.New("must not hold a user or password")
	case u.Fragment != "":
		return nil, errors.New("must not have a fragment")
	case strings.Trim(u.Path, "/") == "":
		return nil, errors.New("names the server only; " + example)
	}
	return u, nil
}

// ordinaryWord is a part of a webhook's address that is no secret, such as
// services or slack_incoming.
var ordinaryWord = regexp.MustCompile(`^(?:[a-z_]{0,19}|.{0,7})$`)

// hookSecrets are the parts of a webhook's address that give away the webhook,
// the longest first.
func hookSecrets(u *url.URL) []string {
	secrets := []string{u.String(), u.RequestURI(), u.EscapedPath(), u.Path, u.RawQuery}
	parts := strings.Split(u.Path, "/")
	for _, values := range u.Query() {
		parts = append(parts, values...)
	}
	for _, part := range parts {
		if !ordinaryWord.MatchString(part) {
			secrets = append(secrets, part)
		}
	}
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.DeleteFunc(slices.Compact(secrets), func(s string) bool { return len(s) < 4 })
}

// Format prints the destination's name only, with every verb: the webhook is a
// secret.
func (s *Slack) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "slack destination "+s.name) }

// User knows everybody but the nameless, for whom it returns
// [integrations.ErrNoUser].
func (s *Slack) User(_ context.Context, nameOrID string) (engine.User, error) {
	if nameOrID == "" {
		return engine.User{}, fmt.Errorf("a user without a name: %w", integrations.ErrNoUser)
	}
	return engine.User{ID: nameOrID, Name: nameOrID, Username: nameOrID}, nil
}

// Post sends one message. The receipt has no ids, because these servers tell
// none; its warning says what the server could not take. The error is a
// *[integrations.PermanentError] or *[integrations.TemporaryError];
// slack_classify.go says which.
func (s *Slack) Post(ctx context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	mapped, notes := mapToHook(d.Message, s.kind)
	body, err := encodeJSON(mapped)
	if err != nil {
		return integrations.Receipt{}, &integrations.PermanentError{Code: "invalid_payload", Detail: "the message is not valid JSON"}
	}
	callCtx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if err := s.send(ctx, callCtx, d.Message.Channel, body); err != nil {
		return integrations.Receipt{}, err
	}
	return integrations.Receipt{Warning: strings.Join(notes, "; ")}, nil
}

// send makes the request. Of the two contexts the first is the caller's, the
// second has our time limit as well.
func (s *Slack) send(ctx, callCtx context.Context, channel string, body []byte) error {
	j := hookJudge{judge{
		url: s.hook.Scheme + "://" + s.hook.Host, channel: channel, secrets: s.secrets, now: s.now(),
	}}
	request, err := http.NewRequestWithContext(callCtx, http.MethodPost, s.hook.String(), bytes.NewReader(body))
	if err != nil {
		return j.failure(ctx, err)
	}
	request.Header.Set("User-Agent", s.agent)
	request.Header.Set("Content-Type", "application/json")
	a, err := exchange(s.client, request)
	if err != nil {
		return j.failure(ctx, err)
	}
	return j.answer(a)
}

// Close closes the connections that are kept open. Posts under way end as they
// would have.
func (s *Slack) Close() error {
	s.client.CloseIdleConnections()
	return nil
}
