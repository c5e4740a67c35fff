package destination

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// RocketChatOptions describe a Rocket.Chat server and who can post there.
type RocketChatOptions struct {
	// Name is the destination's name, for errors.
	Name string
	// URL is the server's address, http or https, with its path if it has one.
	URL string
	// Accounts has one entry for each post-as user.
	Accounts []Account
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

// An Account is a user of a chat server with a personal access token. Printed
// or logged it does not show the token.
type Account struct {
	Username string `yaml:"username"`
	UserID   string `yaml:"user_id"`
	Token    string `yaml:"token" json:"-"`
}

// Format prints the username only, with every verb.
func (a Account) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "account "+a.Username) }

// LogValue is the username only.
func (a Account) LogValue() slog.Value { return slog.StringValue(a.Username) }

var _ integrations.Checker = (*RocketChat)(nil)

// A RocketChat posts on a Rocket.Chat server with chat.postMessage (reference
// §7.4), each message as its post-as user, whose account it needs.
//
// What the API cannot express is left out: groupable and bot. A server on which
// the account lacks the permission message-impersonate refuses messages with
// alias or avatar for good, as it does for its own integrations.
type RocketChat struct {
	name     string
	base     *url.URL
	accounts []Account
	agent    string
	timeout  time.Duration
	client   *http.Client
	now      func() time.Time
	rooms    roomIDs
}

var _ integrations.Poster = (*RocketChat)(nil)

// NewRocketChat makes a destination from its options, without speaking to the
// server. Its error is made of [FieldError], one for each thing that is wrong.
func NewRocketChat(o RocketChatOptions) (*RocketChat, error) {
	var problems []error
	base, err := serverURL(o.URL)
	if err != nil {
		problems = append(problems, &FieldError{"url", err.Error()})
	} else if strings.Contains(base.Path, "/api/v1") {
		problems = append(problems, &FieldError{"url", "is the address of Rocket.Chat itself, without /api/v1"})
	}
	problems = append(problems, accountProblems(o.Accounts)...)
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
	r := &RocketChat{
		name: o.Name, base: base, accounts: slices.Clone(o.Accounts), agent: userAgent(o.Version),
		timeout: cmp.Or(o.Timeout, DefaultTimeout), client: client, now: o.Now,
	}
	if r.now == nil {
		r.now = time.Now
	}
	return r, nil
}

// userAgent names us and the version, as far as a User-Agent can hold it: up
// to the first character that is not of a token (RFC 9110 §10.1.5).
func userAgent(version string) string {
	end := strings.IndexFunc(version, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
	if end >= 0 {
		version = version[:end]
	}
	if version == "" {
		return "rocketscript"
	}
	return "rocketscript/" + version
}

// accountProblems finds what is wrong with accounts.
func accountProblems(accounts []Account) []error {
	if len(accounts) == 0 {
		return []error{&FieldError{"accounts", "is empty; list username, user_id and token of every post-as user"}}
	}
	var problems []error
	seen := map[string]bool{}
	for i, a := range accounts {
		for _, f := range []struct{ name, value string }{{"username", a.Username}, {"user_id", a.UserID}, {"token", a.Token}} {
			if problem := headerProblem(f.value); problem != "" {
				problems = append(problems, &FieldError{fmt.Sprintf("accounts[%d].%s", i, f.name), problem})
			}
		}
		if a.Username != "" && seen[a.Username] {
			problems = append(problems, &FieldError{fmt.Sprintf("accounts[%d].username", i), fmt.Sprintf("%q is listed twice", a.Username)})
		}
		seen[a.Username] = true
	}
	return problems
}

// headerProblem says why a value cannot travel in a header.
func headerProblem(value string) string {
	switch {
	case value == "":
		return "is missing"
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "contains a line break or another control character"
	case strings.TrimSpace(value) != value:
		return "has white space around it"
	}
	return ""
}

// User finds the account of a user, by username before id. It returns
// [integrations.ErrNoUser] when there is none. The display name is not known
// here and is the username.
func (r *RocketChat) User(_ context.Context, nameOrID string) (engine.User, error) {
	if a, ok := r.account(engine.User{ID: nameOrID, Username: nameOrID}); ok {
		return engine.User{ID: a.UserID, Name: a.Username, Username: a.Username}, nil
	}
	return engine.User{}, fmt.Errorf("destination %s has no account %q under accounts: %w", r.name, nameOrID, integrations.ErrNoUser)
}

// account finds the account of a user, by username before id.
func (r *RocketChat) account(u engine.User) (Account, bool) {
	for _, matches := range []func(Account) bool{
		func(a Account) bool { return a.Username == u.Username },
		func(a Account) bool { return a.UserID == u.ID },
	} {
		if i := slices.IndexFunc(r.accounts, matches); i >= 0 {
			return r.accounts[i], true
		}
	}
	return Account{}, false
}

// Post sends one message with chat.postMessage as the delivery's sender. Its
// error is a *[integrations.PermanentError] or *[integrations.TemporaryError];
// classify.go says which.
func (r *RocketChat) Post(ctx context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	account, ok := r.account(d.Sender)
	if !ok {
		return integrations.Receipt{}, &integrations.TemporaryError{
			Reason: reasonAccount,
			Detail: fmt.Sprintf("destination %s has no account %q: add it, with user_id and token, under accounts", r.name, d.Sender.Username),
		}
	}
	if strings.Trim(d.Message.Channel, "#@") == "" {
		return integrations.Receipt{}, &integrations.PermanentError{Code: codeInvalidChannel, Detail: "the message names no channel"}
	}
	c := r.caller(account, d.Message.Channel)
	callCtx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	receipt, err := c.deliver(ctx, callCtx, d.Message)
	receipt.Pause = *c.pause
	return receipt, err
}

// Check asks the server who the first account is. Its errors are those of Post.
func (r *RocketChat) Check(ctx context.Context) error {
	callCtx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	_, err := r.caller(r.accounts[0], "").call(ctx, callCtx, http.MethodGet, "me", nil, nil)
	return err
}

// Close closes the connections that are kept open. Posts under way end as they
// would have.
func (r *RocketChat) Close() error {
	r.client.CloseIdleConnections()
	return nil
}

// A payload is the body of chat.postMessage: exactly one of RoomID and Channel
// is set, and Tmid only with RoomID. The schema refuses anything else.
type payload struct {
	RoomID       string            `json:"roomId,omitempty"`
	Channel      string            `json:"channel,omitempty"`
	Text         string            `json:"text"`
	Alias        string            `json:"alias,omitempty"`
	Emoji        string            `json:"emoji,omitempty"`
	Avatar       string            `json:"avatar,omitempty"`
	Attachments  []json.RawMessage `json:"attachments,omitzero"`
	Tmid         string            `json:"tmid,omitempty"`
	CustomFields json.RawMessage   `json:"customFields,omitempty"`
	ParseURLs    *bool             `json:"parseUrls,omitempty"`
}

// newPayload is a message without its destination.
func newPayload(m message.Message) payload {
	p := payload{
		Text: m.Msg, Alias: m.Alias, Emoji: m.Emoji, Avatar: m.Avatar,
		CustomFields: withoutNull(m.CustomFields),
	}
	if m.Attachments != nil {
		p.Attachments = slices.DeleteFunc(slices.Clone(m.Attachments), func(a json.RawMessage) bool {
			// Rocket.Chat ignores a null attachment, the schema refuses it.
			return string(bytes.TrimSpace(a)) == "null"
		})
	}
	if given := withoutNull(m.ParseURLs); given != nil {
		// Rocket.Chat parses unless the value is false itself.
		parse := string(given) != "false"
		p.ParseURLs = &parse
	}
	return p
}

// A caller makes calls of the API as one account, about one channel.
type caller struct {
	*RocketChat
	as Account
	judge
	// pause is how long the server takes no more messages, as it said last.
	pause *time.Duration
}

func (r *RocketChat) caller(as Account, channel string) caller {
	return caller{RocketChat: r, as: as, pause: new(time.Duration), judge: judge{
		url: r.base.String(), account: as.Username, channel: channel, secrets: []string{as.Token}, now: r.now(),
	}}
}

// deliver sends a message. Of the two contexts the first is the caller's, the
// second has our time limit as well.
func (c caller) deliver(ctx, callCtx context.Context, m message.Message) (integrations.Receipt, error) {
	if m.Tmid != "" {
		return c.reply(ctx, callCtx, m)
	}
	p := newPayload(m)
	p.Channel = m.Channel
	return c.post(ctx, callCtx, p)
}

// postEndpoint is the call whose rate limit matters: each call has its own.
const postEndpoint = "chat.postMessage"

// post sends a payload.
func (c caller) post(ctx, callCtx context.Context, p payload) (integrations.Receipt, error) {
	body, err := encodeJSON(p)
	if err != nil {
		return integrations.Receipt{}, &integrations.PermanentError{Code: "invalid-params", Detail: "the message is not valid JSON"}
	}
	reply, err := c.call(ctx, callCtx, http.MethodPost, postEndpoint, nil, body)
	if err != nil {
		return integrations.Receipt{}, err
	}
	var stored struct {
		ID     string `json:"_id"`
		RoomID string `json:"rid"`
	}
	if json.Unmarshal(reply.Message, &stored) != nil || stored.ID == "" {
		return integrations.Receipt{}, &integrations.TemporaryError{
			Reason: reasonUnreadable,
			Detail: "the server answered success without the message's _id, so it cannot be Rocket.Chat's chat.postMessage: check url",
		}
	}
	return integrations.Receipt{MessageID: stored.ID, RoomID: stored.RoomID, Stored: bytes.Clone(reply.Message)}, nil
}

// call makes one call of the API.
func (c caller) call(ctx, callCtx context.Context, method, endpoint string, query url.Values, body []byte) (apiReply, error) {
	target := c.base.JoinPath("api", "v1", endpoint)
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(callCtx, method, target.String(), bytes.NewReader(body))
	if err != nil {
		return apiReply{}, c.failure(ctx, err)
	}
	request.Header.Set("X-Auth-Token", c.as.Token)
	request.Header.Set("X-User-Id", c.as.UserID)
	request.Header.Set("User-Agent", c.agent)
	request.Header.Set("Accept", "application/json")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	a, err := exchange(c.client, request)
	if err != nil {
		return apiReply{}, c.failure(ctx, err)
	}
	if endpoint == postEndpoint {
		*c.pause = rateLimit(a.header, c.judge.now)
	}
	return c.answer(a)
}
