package destination

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rocketscript/integrations"
)

func testHookJudge() hookJudge {
	return hookJudge{judge{url: "https://chat.example", channel: "#alerts", secrets: []string{"/hooks/s3cret-key", "s3cret-key"}, now: time.Now()}}
}

// TestJudgeHookAnswers is the whole table of what incoming webhooks answer and
// what becomes of the message (DESIGN §6).
func TestJudgeHookAnswers(t *testing.T) {
	const html = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"
	mattermost := func(id string, status int) string {
		return fmt.Sprintf(`{"id":%q,"message":"What happened.","detailed_error":"","request_id":"x","status_code":%d}`, id, status)
	}
	tests := []struct {
		status int
		body   string
		want   string
		// says must be in the error.
		says string
	}{
		{200, "ok", "posted", ""},
		{200, " OK\n", "posted", ""},
		{200, `{"ok":true}`, "posted", ""},
		{200, `{"success":true}`, "posted", ""},
		{200, `{"result":"success","msg":""}`, "posted", ""},
		{204, "", "posted", ""},

		// Slack, about this message or channel.
		{400, "invalid_payload", "permanent invalid_payload", ""},
		{400, "user_not_found", "permanent user_not_found", `no channel or user "#alerts"`},
		{400, "no_text", "permanent no_text", ""},
		{400, "too_many_attachments", "permanent too_many_attachments", ""},
		{400, "invalid_blocks", "permanent invalid_blocks", ""},
		{400, "missing_text_or_fallback_or_attachments", "permanent missing_text_or_fallback_or_attachments", ""},
		{403, "posting_to_general_channel_denied", "permanent posting_to_general_channel_denied", "may not post"},
		{404, "channel_not_found", "permanent channel_not_found", "check the name"},
		{410, "channel_is_archived", "permanent channel_is_archived", "unarchive"},
		{200, `{"ok":false,"error":"channel_not_found"}`, "permanent channel_not_found", ""},
		{413, html, "permanent error-message-size-exceeded", "413"},

		// Slack, about the webhook or the workspace.
		{403, "action_prohibited", "temporary account", "administrator"},
		{403, "invalid_token", "temporary account", "make a new one"},
		{404, "no_service", "temporary account", "make a new one"},
		{404, "no_service_id", "temporary account", ""},
		{404, "no_active_hooks", "temporary account", ""},
		{404, "no_team", "temporary account", ""},
		{403, "team_disabled", "temporary account", ""},
		{500, "rollup_error", "temporary server", "rollup_error"},
		{500, "channel_not_found", "temporary server", ""},
		{503, "service_unavailable", "temporary server", ""},
		{429, "rate_limited", "temporary rate-limit", "rate_limited"},
		{400, "something_new", "temporary server", "something_new"},
		{200, "something_new", "temporary unreadable", "something_new"},

		// Mattermost.
		{400, mattermost("web.incoming_webhook.user.app_error", 400), "permanent web.incoming_webhook.user.app_error", "no channel or user"},
		{404, mattermost("web.incoming_webhook.channel.app_error", 404), "permanent web.incoming_webhook.channel.app_error", "no channel or user"},
		{403, mattermost("web.incoming_webhook.channel_locked.app_error", 403), "permanent web.incoming_webhook.channel_locked.app_error", "unlock it"},
		{403, mattermost("web.incoming_webhook.permissions.app_error", 403), "permanent web.incoming_webhook.permissions.app_error", "member"},
		{403, mattermost("api.post.create_post.town_square_read_only", 403), "permanent api.post.create_post.town_square_read_only", ""},
		{400, mattermost("web.incoming_webhook.parse.app_error", 400), "permanent web.incoming_webhook.parse.app_error", "What happened."},
		{400, mattermost("web.incoming_webhook.text.app_error", 400), "permanent web.incoming_webhook.text.app_error", ""},
		{400, mattermost("web.incoming_webhook.split_props_length.app_error", 400), "permanent web.incoming_webhook.split_props_length.app_error", ""},
		{403, mattermost("web.incoming_webhook.user.app_error", 403), "temporary account", "make a new one"},
		{400, mattermost("web.incoming_webhook.invalid.app_error", 400), "temporary account", "make a new one"},
		{404, mattermost("app.channel.get.existing.app_error", 404), "temporary account", ""},
		{501, mattermost("web.incoming_webhook.disabled.app_error", 501), "temporary account", "system console"},
		{500, mattermost("web.incoming_webhook.channel.app_error", 500), "temporary server", "What happened."},
		{500, mattermost("api.post.create_webhook_post.creating.app_error", 500), "temporary server", ""},
		{400, mattermost("some.new.app_error", 400), "temporary server", "some.new.app_error"},
		{403, mattermost("some.new.app_error", 403), "temporary account", ""},
		{404, mattermost("api.context.404.app_error", 404), "temporary url", "no such webhook"},
		{429, "limit exceeded", "temporary rate-limit", ""},

		// Rocket.Chat's own incoming integrations.
		{400, `{"success":false,"error":"invalid-channel"}`, "permanent invalid-channel", ""},
		{400, `{"success":false,"error":"error-not-allowed"}`, "permanent error-not-allowed", ""},
		{400, `{"success":false,"error":"error-message-size-exceeded"}`, "permanent error-message-size-exceeded", "max_text"},
		{400, `{"success":false,"error":"overriding destination channel is disabled for this integration"}`, "temporary account", "allow overriding"},
		{404, `{"success":false,"error":"Invalid integration id or token provided."}`, "temporary account", ""},
		{503, `{"success":false,"error":"Service Unavailable"}`, "temporary server", "Service Unavailable"},
		{400, `{"success":false}`, "temporary server", ""},

		// Zulip and Discord.
		{401, `{"ok":false,"error":"Invalid API key"}`, "temporary account", "Invalid API key"},
		{400, `{"result":"error","msg":"Malformed payload","code":"BAD_REQUEST"}`, "temporary server", "Malformed payload"},
		{404, `{"message":"Unknown Webhook","code":10015}`, "temporary account", "Unknown Webhook"},
		{400, `{"message":"Cannot send an empty message","code":50006}`, "permanent 50006", "empty message"},
		{400, `{"message":"Invalid Form Body","code":50035,"errors":{}}`, "permanent 50035", ""},
		{429, `{"message":"You are being rate limited.","retry_after":0.3,"global":false}`, "temporary rate-limit", "rate limited"},

		// Nobody who knows webhooks.
		{200, html, "temporary unreadable", `an HTML page titled "Sign in"`},
		{200, "", "temporary unreadable", "no body"},
		{200, "{}", "temporary unreadable", "no answer of an incoming webhook"},
		{200, "[]", "temporary unreadable", ""}, {200, `{"ok":tr`, "temporary unreadable", ""},
		{201, html, "temporary unreadable", "201"}, {202, "", "temporary unreadable", ""},
		{301, "", "temporary url", "set url to where"}, {302, "ok", "temporary url", ""}, {307, "", "temporary url", ""}, {308, "", "temporary url", ""},
		{400, html, "temporary server", "400"}, {401, "", "temporary account", ""}, {402, "", "temporary server", ""},
		{403, html, "temporary account", "firewall"}, {404, html, "temporary url", "https://chat.example"},
		{405, "", "temporary url", ""}, {406, "", "temporary server", ""}, {407, "", "temporary connect", "HTTPS_PROXY"},
		{408, "", "temporary timeout", ""}, {409, "", "temporary server", ""}, {410, html, "temporary url", ""},
		{415, "", "temporary server", ""}, {422, "", "temporary server", ""}, {425, "", "temporary server", ""},
		{429, "", "temporary rate-limit", ""}, {451, "", "temporary server", ""},
		{500, html, "temporary server", "HTML"}, {502, html, "temporary server", ""}, {503, "", "temporary server", ""},
		{504, "", "temporary server", ""}, {520, html, "temporary server", ""}, {599, "", "temporary server", ""},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%d %.60s", test.status, test.body), func(t *testing.T) {
			err := testHookJudge().answer(answer{status: test.status, header: http.Header{}, body: []byte(test.body), whole: true})
			if got := verdict(err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if err != nil && (!strings.Contains(err.Error(), test.says) || strings.ContainsAny(err.Error(), "\n\r")) {
				t.Errorf("the error does not say %q on one line: %s", test.says, err)
			}
		})
	}
}

func TestJudgeHookCutAnswer(t *testing.T) {
	for _, body := range []string{"ok", `{"ok":true}`} {
		err := testHookJudge().answer(answer{status: 200, header: http.Header{}, body: []byte(body)})
		if got := verdict(err); got != "temporary unreadable" {
			t.Errorf("%s, cut at the limit: %s", body, got)
		}
	}
}

func TestJudgeHookRetryAfter(t *testing.T) {
	for _, status := range []int{429, 503, 403} {
		err := testHookJudge().answer(answer{status: status, header: http.Header{"Retry-After": {"30"}}, whole: true})
		var temporary *integrations.TemporaryError
		if !errors.As(err, &temporary) || temporary.RetryAfter != 30*time.Second {
			t.Errorf("%d: %+v", status, err)
		}
	}
}

func TestJudgeHookKeepsSecrets(t *testing.T) {
	for _, body := range []string{
		"no webhook s3cret-key", "s3cret-key", "<title>/hooks/s3cret-key</title>", strings.Repeat("x", 94) + "s3cret-key",
		`{"id":"s3cret-key","message":"s3cret-key"}`, `{"ok":false,"error":"/hooks/s3cret-key"}`, `{"success":false,"error":"invalid-channel","errorType":"s3cret-key"}`,
	} {
		for _, status := range []int{200, 302, 400, 401, 403, 404, 413, 429, 500} {
			err := testHookJudge().answer(answer{status: status, header: http.Header{"Location": {"https://x.example/hooks/s3cret-key?a=s3cret-key"}}, body: []byte(body), whole: true})
			if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), "s3cre") {
				t.Errorf("%d %q: %v", status, body, err)
			}
		}
	}
}

// FuzzJudgeHook: whatever a server answers, the message is posted, refused for
// good by a word that is known, or tried again within bounds.
func FuzzJudgeHook(f *testing.F) {
	f.Add(200, "ok", "1")
	f.Add(404, "channel_not_found", "")
	f.Add(400, `{"id":"web.incoming_webhook.user.app_error","message":"s3cret-key"}`, "x")
	f.Add(400, `{"message":[],"code":50006,"ok":null}`, "-1")
	f.Fuzz(func(t *testing.T, status int, body, retry string) {
		err := testHookJudge().answer(answer{status: status, body: []byte(body), whole: true, header: http.Header{"Retry-After": {retry}}})
		var permanent *integrations.PermanentError
		var temporary *integrations.TemporaryError
		switch {
		case err == nil:
			if status < 200 || status > 299 {
				t.Errorf("status %d taken for success", status)
			}
		case errors.As(err, &permanent):
			if permanent.Code == "" || status >= 500 {
				t.Errorf("status %d refused for good: %q", status, permanent.Code)
			}
		case errors.As(err, &temporary):
			if temporary.Reason == "" || temporary.RetryAfter < 0 || temporary.RetryAfter > maxRetryAfter {
				t.Errorf("%+v", temporary)
			}
		default:
			t.Errorf("untyped error %v", err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret-key") {
			t.Errorf("the secret is in %q", err)
		}
	})
}
