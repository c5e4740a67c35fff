package destination

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"rocketscript/integrations"
)

// This file decides, as classify.go does for Rocket.Chat, what becomes of a
// message that an incoming webhook did not take. Slack answers a word in plain
// text; Mattermost JSON with an id; Rocket.Chat, Zulip and Discord JSON of their
// own. Of this message or room are the words below. All else, known or not, is
// temporary: a webhook that was revoked, disabled or locked out can be replaced
// or mended, and the messages must then go out.

// A hookJudge turns the answers of an incoming webhook into errors.
type hookJudge struct{ judge }

// A hookReply is what servers answer in JSON.
type hookReply struct {
	// ID and Message are Mattermost's; Message is Discord's too, with Code.
	ID      string          `json:"id"`
	Message json.RawMessage `json:"message"`
	Code    json.RawMessage `json:"code"`
	// OK is Slack's and Zulip's, Success Rocket.Chat's, both with Error.
	OK        *bool           `json:"ok"`
	Success   *bool           `json:"success"`
	Error     json.RawMessage `json:"error"`
	ErrorType json.RawMessage `json:"errorType"`
	// Result and Msg are those of older Zulips.
	Result string `json:"result"`
	Msg    string `json:"msg"`
}

// ok tells whether the server says that it took the message.
func (r hookReply) ok() bool {
	return r.OK != nil && *r.OK || r.Success != nil && *r.Success || r.Result == "success"
}

// text is the error for people.
func (r hookReply) text() string {
	return cmp.Or(jsonText(r.Error), jsonText(r.Message), r.Msg)
}

// code is the server's own word for the error.
func (r hookReply) code() string {
	if r.ID != "" {
		return r.ID
	}
	reply := apiReply{Error: r.Error, ErrorType: r.ErrorType}
	if code := reply.code(); code != "" {
		return code
	}
	if number := string(withoutNull(r.Code)); discordCode.MatchString(number) {
		return number
	}
	return ""
}

// codeHookUser is Mattermost's word for a user who is not there: with status
// 400 the one a message is for, with 403 the one who made the webhook.
const codeHookUser = "web.incoming_webhook.user.app_error"

var (
	discordCode = regexp.MustCompile(`^\d{4,6}$`)
	// hookWord is an error of Slack: a word alone.
	hookWord = regexp.MustCompile(`^[a-z][a-z_]{1,60}$`)
)

// answer judges an answer: nil when the server took the message, else a
// *PermanentError or a *TemporaryError.
func (j hookJudge) answer(a answer) error {
	text := string(bytes.TrimSpace(a.body))
	var reply hookReply
	isJSON := a.whole && strings.HasPrefix(text, "{") && json.Unmarshal(a.body, &reply) == nil
	good := a.status >= 200 && a.status < 300
	switch {
	case good && a.whole && (strings.EqualFold(text, "ok") || isJSON && reply.ok()), a.status == http.StatusNoContent:
		return nil
	case isJSON && (good || a.status >= 400):
		return j.refusal(a, reply.code(), reply.text())
	case hookWord.MatchString(text) && (good || a.status >= 400):
		return j.refusal(a, text, "")
	}
	return j.status(a, j.says(a, apiReply{}))
}

// refusal judges an error that has a code.
func (j hookJudge) refusal(a answer, code, text string) error {
	code, text = j.clean(code), j.clean(text)
	says := fmt.Sprintf("%q", cmp.Or(text, code))
	if text != "" && code != "" && text != code {
		says += " (" + code + ")"
	}
	hint, permanent := j.refusedMessage(code)
	switch {
	case permanent && a.status < 500 && !(code == codeHookUser && a.status == http.StatusForbidden):
		return &integrations.PermanentError{Code: code, Detail: cmp.Or(hint, text)}
	case hookTrouble(code) != "":
		return j.temporary(a, reasonAccount, "the server says "+says+": "+hookTrouble(code))
	case code == "" && text == "":
		return j.status(a, j.says(a, apiReply{}))
	}
	return j.status(a, fmt.Sprintf("%d: %s", a.status, says))
}

// refusedMessage tells whether a code refuses this message or room, and what
// to do about it; no hint where there is nothing to add.
func (j hookJudge) refusedMessage(code string) (hint string, permanent bool) {
	switch code {
	// Slack.
	case "channel_not_found", "user_not_found",
		// Mattermost.
		"web.incoming_webhook.channel.app_error", codeHookUser,
		codeInvalidChannel:
		return fmt.Sprintf("the webhook finds no channel or user %q on the server: check the name, or create it", j.channel), true
	case "channel_is_archived", "is_archived", "error-room-archived", "api.post.create_post.can_not_post_to_deleted.error":
		return fmt.Sprintf("the channel %q is archived: unarchive it, or name another one", j.channel), true
	case "posting_to_general_channel_denied", "api.post.create_post.town_square_read_only", codeNotAllowed, codeReadOnly,
		"web.incoming_webhook.permissions.app_error":
		return fmt.Sprintf("whoever made the webhook may not post in %q: make that user a member, or name another channel", j.channel), true
	case "web.incoming_webhook.channel_locked.app_error":
		return fmt.Sprintf("the webhook is locked to another channel than %q: unlock it, or name its own channel", j.channel), true
	case "invalid_payload", "no_text", "too_many_attachments", "invalid_attachments", "invalid_blocks", "msg_too_long",
		"missing_text_or_fallback_or_attachments", "message_limit_exceeded",
		"web.incoming_webhook.parse.app_error", "web.incoming_webhook.text.app_error", "web.incoming_webhook.text.length.app_error",
		"web.incoming_webhook.split_props_length.app_error", "api.context.invalid_param.app_error",
		"room_is_blocked", "You_have_been_muted", "error-invalid-room",
		// Discord: an empty message, a form it does not like.
		"50006", "50035":
		return "", true
	case codeTooLong:
		return "the message is longer than the server takes: lower message.max_text", true
	}
	return "", false
}

// hookTrouble says what to do when a code is about the webhook or its server;
// "" for other codes.
func hookTrouble(code string) string {
	switch code {
	case "no_service", "no_service_id", "no_active_hooks", "invalid_token", "no_team", "team_disabled", "token_revoked",
		"web.incoming_webhook.invalid.app_error", codeHookUser, "app.channel.get.existing.app_error",
		"Invalid integration id or token provided.", "10015":
		return "the webhook is gone or was never there; make a new one and put its address in url"
	case "web.incoming_webhook.disabled.app_error":
		return "enable incoming webhooks in the server's system console"
	case "action_prohibited", "restricted_action":
		return "an administrator of the server has restricted posting by webhooks; ask for it, or make another webhook"
	case "overriding destination channel is disabled for this integration":
		return "allow overriding the destination channel in the settings of that integration"
	}
	return ""
}

// status judges by the HTTP status alone.
func (j hookJudge) status(a answer, says string) error {
	switch {
	case a.status >= 200 && a.status < 300:
		return j.temporary(a, reasonUnreadable, "the server answered "+says+", which is no answer of an incoming webhook: check that url is the address of one")
	case a.status >= 300 && a.status < 400:
		return j.redirect(a)
	case a.status == http.StatusUnauthorized, a.status == http.StatusForbidden:
		return j.temporary(a, reasonAccount, "the server does not let the webhook post ("+says+"): check url, the webhook's settings, and any proxy or firewall in front of the server")
	case a.status == http.StatusRequestEntityTooLarge:
		return &integrations.PermanentError{Code: codeTooLong, Detail: "the server, or a proxy in front of it, does not take a request of this size (" + says + ")"}
	case a.status == http.StatusTooManyRequests:
		return j.temporary(a, reasonRateLimit, "the server limits how often the webhook may post ("+says+")")
	case a.status == http.StatusRequestTimeout:
		return j.temporary(a, reasonTimeout, "the server gave up waiting for the request ("+says+")")
	case a.status == http.StatusProxyAuthRequired:
		return j.temporary(a, reasonConnect, "the proxy asks for a login ("+says+"): put user and password in HTTPS_PROXY or HTTP_PROXY")
	case a.status == http.StatusNotFound, a.status == http.StatusMethodNotAllowed, a.status == http.StatusGone:
		return j.temporary(a, reasonURL, fmt.Sprintf("there is no such webhook at %s (%s): check url, or make a new webhook", j.url, says))
	}
	return j.temporary(a, reasonServer, "the server answered "+says)
}
