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

// verdict is what becomes of a message: "posted", "permanent CODE" or
// "temporary REASON".
func verdict(err error) string {
	var permanent *integrations.PermanentError
	var temporary *integrations.TemporaryError
	switch {
	case err == nil:
		return "posted"
	case errors.As(err, &permanent):
		return "permanent " + permanent.Code
	case errors.As(err, &temporary):
		return "temporary " + temporary.Reason
	}
	return "untyped " + err.Error()
}

func testJudge(now time.Time) judge {
	return judge{url: "https://chat.example", account: "rocket.cat", channel: "#alerts", secrets: []string{"s3cret-token"}, now: now}
}

// TestJudgeAnswers is the whole table of what servers answer and what becomes
// of the message (DESIGN §6).
func TestJudgeAnswers(t *testing.T) {
	const html = "<!DOCTYPE html>\n<html><head><title>Sign in\n to Example</title></head></html>"
	tests := []struct {
		status int
		body   string
		want   string
		// says must be in the error.
		says string
	}{
		{200, `{"success":true,"message":{"_id":"a"}}`, "posted", ""},
		// What Rocket.Chat refuses about this message or room: reference §6.2,
		// §6.3, §7.4.
		{400, `{"success":false,"error":"[invalid-channel]","errorType":"invalid-channel"}`, "permanent invalid-channel", `no room or user "#alerts"`},
		{400, `{"success":false,"error":"[invalid-channel]"}`, "permanent invalid-channel", "check the name"},
		{400, `{"success":false,"error":"invalid-channel"}`, "permanent invalid-channel", ""},
		{400, `{"success":false,"error":"error-invalid-room"}`, "permanent error-invalid-room", ""},
		{400, `{"success":false,"error":"error-not-allowed"}`, "permanent error-not-allowed", "make it a member"},
		{400, `{"success":false,"error":"room_is_blocked"}`, "permanent room_is_blocked", ""},
		{400, `{"success":false,"error":"You can't send messages because the room is readonly."}`, "permanent You can't send messages because the room is readonly.", "post-readonly"},
		{400, `{"success":false,"error":"You_have_been_muted"}`, "permanent You_have_been_muted", ""},
		{400, `{"success":false,"error":"error-message-size-exceeded"}`, "permanent error-message-size-exceeded", "message.max_text"},
		{400, `{"success":false,"error":"Not enough permission"}`, "permanent Not enough permission", "message-impersonate"},
		{400, `{"success":false,"error":"Invalid href value provided"}`, "permanent Invalid href value provided", ""},
		{400, `{"success":false,"error":"Invalid attachment field, title and value is required"}`, "permanent Invalid attachment field, title and value is required", ""},
		{400, `{"success":false,"error":"Custom fields not enabled"}`, "permanent Custom fields not enabled", ""},
		{400, `{"success":false,"error":"Invalid custom fields"}`, "permanent Invalid custom fields", ""},
		{400, `{"success":false,"error":"Match error: Expected string, got number in field msg"}`, "permanent Match error: Expected string, got number in field msg", ""},
		{400, `{"success":false,"error":"Match failed [400]","errorType":400}`, "permanent Match failed [400]", ""},
		{400, `{"success":false,"error":"must NOT have additional properties\n must match exactly one schema in oneOf [invalid-params]","errorType":"invalid-params"}`, "permanent invalid-params", "must NOT have additional properties must match"},
		{400, `{"success":false,"error":"The channel, old, is archived [error-room-archived]","errorType":"error-room-archived"}`, "permanent error-room-archived", "is archived"},
		{200, `{"success":false,"error":"error-not-allowed"}`, "permanent error-not-allowed", ""},
		{413, html, "permanent error-message-size-exceeded", "413"},

		// Rocket.Chat's 400 for what is not about the message.
		{400, `{"success":false,"error":"Error, too many requests. Please slow down. [error-too-many-requests]","errorType":"error-too-many-requests"}`, "temporary rate-limit", "slow down"},
		{400, `{"success":false,"error":"User does not have the permissions required for this action [error-unauthorized]","errorType":"error-unauthorized"}`, "temporary account", "user_id, token and roles"},
		{400, `{"success":false,"error":"Invalid user [error-invalid-user]","errorType":"error-invalid-user"}`, "temporary account", "rocket.cat"},
		{400, `{"success":false,"error":"TOTP Required [totp-required]","errorType":"totp-required"}`, "temporary account", ""},
		{400, `{"success":false,"error":"restricted-workspace"}`, "temporary server", "licence"},
		{400, `{"success":false,"error":"unknown-error"}`, "temporary server", ""},
		{400, `{"success":false}`, "temporary server", ""},
		{200, `{"success":false}`, "temporary server", ""},
		{400, `{"success":false,"error":"Server selection timed out after 30000 ms"}`, "temporary server", "database"},
		{400, `{"success":false,"error":"connect ECONNREFUSED 127.0.0.1:27017"}`, "temporary server", "database"},
		{200, `{"success":false,"error":"[error-too-many-requests]"}`, "temporary rate-limit", ""},

		// Not Rocket.Chat that speaks.
		{200, html, "temporary unreadable", `an HTML page titled "Sign in to Example"`},
		{200, ``, "temporary unreadable", "no body"},
		{200, `OK`, "temporary unreadable", `"OK"`},
		{200, `[]`, "temporary unreadable", "check that url"},
		{200, `{}`, "temporary unreadable", ""},
		{200, `{"success":"yes"}`, "temporary unreadable", ""},
		{200, `{"success":true,"message"`, "temporary unreadable", ""},
		{201, `{"success":true}`, "temporary unreadable", "201 Created"},
		{204, ``, "temporary unreadable", ""},
		{400, html, "temporary unreadable", "400 Bad Request"},
		{400, `{"message":"no Route matched"}`, "temporary unreadable", "no Route matched"},

		// The account.
		{401, `{"success":false,"error":"You must be logged in to do this.","status":"error","message":"You must be logged in to do this."}`, "temporary account", "check user_id and token"},
		{401, ``, "temporary account", "401 Unauthorized, no body"},
		{403, `{"success":false,"error":"unauthorized"}`, "temporary account", "roles"},
		{403, html, "temporary account", "firewall"},

		// The address.
		{301, ``, "temporary url", "set url to where"},
		{302, ``, "temporary url", ""}, {303, ``, "temporary url", ""}, {304, ``, "temporary url", ""},
		{307, ``, "temporary url", ""}, {308, ``, "temporary url", ""},
		{404, html, "temporary url", "no Rocket.Chat API at https://chat.example"},
		{404, `{"success":false,"error":"Not Found"}`, "temporary url", ""},
		{405, ``, "temporary url", ""}, {410, ``, "temporary url", ""},

		// The server, now.
		{402, ``, "temporary server", "402"}, {406, ``, "temporary server", ""},
		{407, ``, "temporary connect", "HTTPS_PROXY"},
		{408, ``, "temporary timeout", ""},
		{409, ``, "temporary server", ""}, {411, ``, "temporary server", ""}, {412, ``, "temporary server", ""},
		{414, ``, "temporary server", ""}, {415, ``, "temporary server", ""}, {417, ``, "temporary server", ""},
		{421, ``, "temporary server", ""}, {422, ``, "temporary server", ""}, {423, ``, "temporary server", ""},
		{425, ``, "temporary server", ""}, {428, ``, "temporary server", ""},
		{429, `{"success":false,"error":"Error, too many requests. [error-too-many-requests]"}`, "temporary rate-limit", "api-bypass-rate-limit"},
		{431, ``, "temporary server", ""}, {451, ``, "temporary server", ""}, {499, ``, "temporary server", ""},
		{500, `{"success":false,"error":"Internal server error"}`, "temporary server", "500 Internal Server Error"},
		{500, `{"success":false,"error":"invalid-channel"}`, "temporary server", ""},
		{501, ``, "temporary server", ""}, {502, html, "temporary server", ""}, {503, ``, "temporary server", ""},
		{504, ``, "temporary server", ""}, {505, ``, "temporary server", ""}, {507, ``, "temporary server", ""},
		{520, html, "temporary server", "520"}, {599, ``, "temporary server", ""},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%d %.60s", test.status, test.body), func(t *testing.T) {
			a := answer{status: test.status, header: http.Header{}, body: []byte(test.body), whole: true}
			_, err := testJudge(time.Now()).answer(a)
			if got := verdict(err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("the error does not say %q: %s", test.says, err)
			}
			if test.want != "posted" && err != nil && strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("the error has more than one line: %q", err)
			}
		})
	}
}

func TestJudgeCutAnswer(t *testing.T) {
	a := answer{status: 200, header: http.Header{}, body: []byte(`{"success":true,"message":{"_id":"a"}}`)}
	_, err := testJudge(time.Now()).answer(a)
	if got := verdict(err); got != "temporary unreadable" {
		t.Errorf("an answer over the limit: %s", got)
	}
}

func TestJudgeKeepsSecrets(t *testing.T) {
	for _, body := range []string{
		`{"success":false,"error":"bad token s3cret-token given"}`,
		"<title>s3cret-token</title>",
		strings.Repeat("x", 94) + "s3cret-token",
	} {
		for _, status := range []int{200, 400, 401, 403, 404, 413, 429, 500} {
			a := answer{status: status, header: http.Header{}, body: []byte(body), whole: true}
			if _, err := testJudge(time.Now()).answer(a); err == nil || strings.Contains(err.Error(), "s3cre") {
				t.Errorf("%d %q: %v", status, body, err)
			}
		}
	}
	redirect := answer{status: 302, header: http.Header{"Location": {"https://me:s3cret-token@login.example/in?state=s3cret-token#x"}}, whole: true}
	_, err := testJudge(time.Now()).answer(redirect)
	if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "https://login.example/in,") {
		t.Errorf("redirect: %v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	ms := func(d time.Duration) string { return fmt.Sprint(now.Add(d).UnixMilli()) }
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	tests := []struct {
		name   string
		status int
		header map[string]string
		want   time.Duration
	}{
		{"none", 429, nil, 0},
		{"seconds", 429, map[string]string{"Retry-After": "7"}, 7 * time.Second},
		{"seconds on 503", 503, map[string]string{"Retry-After": " 120 "}, 2 * time.Minute},
		{"seconds on 408", 408, map[string]string{"Retry-After": "3"}, 3 * time.Second},
		{"seconds on 401", 401, map[string]string{"Retry-After": "3"}, 3 * time.Second},
		{"zero", 429, map[string]string{"Retry-After": "0"}, 0},
		{"negative", 429, map[string]string{"Retry-After": "-5"}, 0},
		{"absurd", 429, map[string]string{"Retry-After": "86400000"}, time.Hour},
		{"beyond 64 bits", 429, map[string]string{"Retry-After": "99999999999999999999"}, time.Hour},
		{"beyond 64 bits, negative", 429, map[string]string{"Retry-After": "-99999999999999999999"}, 0},
		{"nonsense", 429, map[string]string{"Retry-After": "soon"}, 0},
		{"date", 503, map[string]string{"Retry-After": date(30 * time.Second)}, 30 * time.Second},
		{"date in the past", 503, map[string]string{"Retry-After": date(-time.Hour)}, 0},
		{"date in a year", 503, map[string]string{"Retry-After": date(9000 * time.Hour)}, time.Hour},
		{"date by the server's own clock", 503, map[string]string{"Retry-After": date(time.Hour + 30*time.Second), "Date": date(time.Hour)}, 30 * time.Second},
		{"reset", 429, map[string]string{"X-RateLimit-Reset": ms(42 * time.Second)}, 42 * time.Second},
		{"reset by the server's own clock", 429, map[string]string{"X-RateLimit-Reset": ms(-time.Hour + 5*time.Second), "Date": date(-time.Hour)}, 5 * time.Second},
		{"reset in the past", 429, map[string]string{"X-RateLimit-Reset": ms(-time.Second)}, 0},
		{"reset in the far future", 429, map[string]string{"X-RateLimit-Reset": "9223372036854775807"}, time.Hour},
		{"reset before all time", 429, map[string]string{"X-RateLimit-Reset": "-9223372036854775808"}, 0},
		{"reset, nonsense", 429, map[string]string{"X-RateLimit-Reset": "NaN"}, 0},
		{"Retry-After beats reset", 429, map[string]string{"Retry-After": "1", "X-RateLimit-Reset": ms(time.Minute)}, time.Second},
		{"reset counts only for a rate limit", 500, map[string]string{"X-RateLimit-Reset": ms(time.Minute)}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := answer{status: test.status, header: http.Header{}, whole: true}
			for name, value := range test.header {
				a.header.Set(name, value)
			}
			_, err := testJudge(now).answer(a)
			var temporary *integrations.TemporaryError
			if !errors.As(err, &temporary) {
				t.Fatalf("got %v", err)
			}
			if temporary.RetryAfter != test.want {
				t.Errorf("got %v, want %v", temporary.RetryAfter, test.want)
			}
		})
	}
}

// FuzzJudge: whatever a server answers, the message is posted, refused for good
// by Rocket.Chat's own word, or tried again within bounds.
func FuzzJudge(f *testing.F) {
	f.Add(200, `{"success":true,"message":{"_id":"a","rid":"b"}}`, "1", "1763800000000", "")
	f.Add(400, `{"success":false,"error":"[invalid-channel]","errorType":"invalid-channel"}`, "", "", "")
	f.Add(302, `<title>`, "Sun, 22 Nov 2026 10:00:00 GMT", "x", "//[::1")
	f.Add(429, `{"success":false,"error":{"a":1},"errorType":[]}`, "-1", "-1", "\x00")
	f.Fuzz(func(t *testing.T, status int, body, retry, reset, location string) {
		a := answer{status: status, body: []byte(body), whole: true, header: http.Header{
			"Retry-After": {retry}, "X-Ratelimit-Reset": {reset}, "Location": {location},
		}}
		_, err := testJudge(time.Unix(1763800000, 0)).answer(a)
		var permanent *integrations.PermanentError
		var temporary *integrations.TemporaryError
		switch {
		case err == nil:
			if status != 200 {
				t.Errorf("status %d taken for success", status)
			}
		case errors.As(err, &permanent):
			if permanent.Code == "" || status != 200 && status != 400 && status != 413 {
				t.Errorf("status %d refused for good: %q", status, permanent.Code)
			}
		case errors.As(err, &temporary):
			if temporary.Reason == "" || temporary.RetryAfter < 0 || temporary.RetryAfter > maxRetryAfter {
				t.Errorf("%+v", temporary)
			}
		default:
			t.Errorf("untyped error %v", err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret-token") {
			t.Errorf("the secret is in %q", err)
		}
	})
}
