package integrations

import (
	"strings"
	"testing"

	"rocketscript/engine"
)

func TestSenderDeliveryID(t *testing.T) {
	const jsonType = "application/json"
	long := strings.Repeat("x", 256)
	for _, test := range []struct {
		name, setting, contentType, body string
		headers                          []engine.Header
		want                             string
	}{
		{name: "a known header without a setting", headers: []engine.Header{{Name: "x-github-delivery", Value: " 72d3162e "}}, want: "72d3162e"},
		{name: "a known header although switched off", setting: "off", headers: []engine.Header{{Name: "Idempotency-Key", Value: "k"}}, want: "k"},
		{name: "nothing known", headers: []engine.Header{{Name: "X-Event", Value: "push"}}},
		{name: "a preset looks in its own places only", setting: "github", headers: []engine.Header{{Name: "X-Webhook-Id", Value: "w"}}},
		{name: "pagerduty: the header first", setting: "pagerduty", contentType: jsonType, body: `{"event":{"id":"e"}}`, headers: []engine.Header{{Name: "X-Webhook-Id", Value: "w"}}, want: "w"},
		{name: "pagerduty v3", setting: "pagerduty", contentType: jsonType, body: `{"event":{"id":"01BZ"}}`, want: "01BZ"},
		{name: "pagerduty v2, one message", setting: "pagerduty", contentType: jsonType, body: `{"messages":[{"id":"a"}]}`, want: "a"},
		{name: "pagerduty v2, several messages", setting: "pagerduty", contentType: jsonType, body: `{"messages":[{"id":"a"},{"x":1},{"id":"b"}]}`, want: "a,b"},
		{name: "a number", setting: "path:delivery.no", contentType: jsonType, body: `{"delivery":{"no":12}}`, want: "12"},
		{name: "in a form", setting: "path:id", contentType: "application/x-www-form-urlencoded", body: "payload=%7B%22id%22%3A%22f%22%7D", want: "f"},
		{name: "a path to an object", setting: "path:a", contentType: jsonType, body: `{"a":{"b":1}}`},
		{name: "a path to null", setting: "path:a", contentType: jsonType, body: `{"a":null}`},
		{name: "a path into a text", setting: "path:a.b", contentType: jsonType, body: `{"a":"b"}`},
		{name: "a list where there is none", setting: "path:a[].b", contentType: jsonType, body: `{"a":{"b":1}}`},
		{name: "another content type", setting: "path:id", contentType: "text/plain", body: `{"id":"t"}`},
		{name: "broken JSON", setting: "path:id", contentType: jsonType, body: `{"id":`},
		{name: "a header of one's own", setting: "header:X-Event-Key", headers: []engine.Header{{Name: "x-event-key", Value: "k"}}, want: "k"},
		{name: "as long as may be", setting: "header:k", headers: []engine.Header{{Name: "k", Value: long[:255]}}, want: long[:255]},
		{name: "too long", setting: "header:k", headers: []engine.Header{{Name: "k", Value: long}}, want: "sha256:85e62acd750c4eb56b7b6a1d66dca5bfaac5f062608a1a893410d0288936c09a"},
		{name: "no UTF-8", setting: "header:k", headers: []engine.Header{{Name: "k", Value: "a\xffb"}}, want: "a\uFFFDb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := &Hosted{Integration: Integration{Deduplicate: test.setting}}
			in := Incoming{Body: []byte(test.body), Headers: append(test.headers, engine.Header{Name: "Content-Type", Value: test.contentType})}
			if got := h.senderDeliveryID(in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDeduplicateSetting(t *testing.T) {
	for setting, valid := range map[string]bool{
		"": true, "off": true, "pagerduty": true, "standard-webhooks": true, "header:X-Id": true, "path:id": true, "path:messages[].id": true,
		"on": false, "PagerDuty": false, "header:": false, "header:two words": false, "path:": false, "path:a..b": false, "path:[]": false, "body:id": false,
	} {
		if _, err := idPlaces(setting); (err == nil) != valid {
			t.Errorf("%q: %v", setting, err)
		}
	}
}

// FuzzSenderDeliveryID looks for an id in any body and header: it ends, and
// what it finds can be kept.
func FuzzSenderDeliveryID(f *testing.F) {
	f.Add("path:event.id", "application/json", `{"event":{"id":"x"}}`, "h")
	f.Add("path:messages[].id", "application/x-www-form-urlencoded", `payload=%7B%22messages%22%3A%5B%5D%7D`, "")
	f.Add("pagerduty", "application/json", `{"messages":[{"id":1e400},{"id":"\ud800"}]}`, "\xff")
	f.Fuzz(func(t *testing.T, setting, contentType, body, header string) {
		h := &Hosted{Integration: Integration{Deduplicate: setting}}
		id := h.senderDeliveryID(Incoming{Body: []byte(body), Headers: []engine.Header{{Name: "Content-Type", Value: contentType}, {Name: "X-Webhook-Id", Value: header}}})
		if len(id) > longestID+len("sha256:") || strings.ToValidUTF8(id, "") != id {
			t.Errorf("id %q", id)
		}
	})
}
