package destinationtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestCheckPostMessage(t *testing.T) {
	tests := []struct {
		body string
		ok   bool
	}{
		{`{"channel":"#a","text":"x"}`, true},
		{`{"channel":["#a","@b"]}`, true},
		{`{"roomId":"a","tmid":"b","parseUrls":false}`, true},
		{`{"roomId":"a","text":null,"alias":null,"emoji":null,"avatar":null,"attachments":null,"customFields":null}`, true},
		{`{"channel":"#a","attachments":[{}],"customFields":{}}`, true},
		{`{"text":"x"}`, false},
		{`{"channel":"#a","roomId":"a"}`, false},
		{`{"channel":"#a","tmid":"b"}`, false},
		{`{"channel":7}`, false},
		{`{"channel":null}`, false},
		{`{"channel":["#a",7]}`, false},
		{`{"roomId":"a","tmid":null}`, false},
		{`{"channel":"#a","parseUrls":null}`, false},
		{`{"channel":"#a","parseUrls":"no"}`, false},
		{`{"channel":"#a","attachments":{}}`, false},
		{`{"channel":"#a","attachments":[null]}`, false},
		{`{"channel":"#a","customFields":[]}`, false},
		{`{"channel":"#a","text":1}`, false},
		{`{"channel":"#a","groupable":false}`, false},
		{`{"channel":"#a","bot":{"i":"a"}}`, false},
		{`{"channel":"#a","msg":"x"}`, false},
		{`{"channel":"#a","username":"x"}`, false},
		{`{"channel":"#a","icon_url":"x"}`, false},
		{`{"channel":"#a","icon_emoji":"x"}`, false},
	}
	for _, test := range tests {
		var body map[string]any
		if err := json.Unmarshal([]byte(test.body), &body); err != nil {
			t.Fatal(err)
		}
		if err := CheckPostMessage(body); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.body, err)
		}
	}
}

// A watched test keeps the errors that are reported to it.
type watched struct {
	testing.TB
	errors []string
}

func (w *watched) Errorf(format string, arguments ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, arguments...))
}

// TestServerFailsTheTest: a request that the real server would refuse for its
// form is an error of the test that made it.
func TestServerFailsTheTest(t *testing.T) {
	good := map[string]string{"Content-Type": "application/json", "X-User-Id": "u", "X-Auth-Token": "t", "User-Agent": "rocketscript"}
	tests := []struct {
		name, body, query string
		header            map[string]string
		status            int
		says              string
	}{
		{"good", `{"channel":"#a"}`, "", nil, 200, ""},
		{"unknown room", `{"channel":"#b"}`, "", nil, 400, ""},
		{"schema", `{"channel":"#a","bot":{}}`, "", nil, 400, `additional property "bot"`},
		{"no object", `[]`, "", nil, 400, "not a JSON object"},
		{"more than an object", `{"channel":"#a"} {}`, "", nil, 400, "behind the JSON object"},
		{"query", `{"channel":"#a"}`, "?x=1", nil, 400, "query"},
		{"type", `{"channel":"#a"}`, "", map[string]string{"Content-Type": "text/plain"}, 400, "Content-Type"},
		{"agent", `{"channel":"#a"}`, "", map[string]string{"User-Agent": "curl"}, 200, "User-Agent"},
		{"token", `{"channel":"#a"}`, "", map[string]string{"X-Auth-Token": "T"}, 401, ""},
		{"other's token", `{"channel":"#a"}`, "", map[string]string{"X-User-Id": "v"}, 401, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := &watched{TB: t}
			s := NewServer(w, World{
				Users: []User{{ID: "u", Username: "u", Token: "t"}, {ID: "v", Username: "v", Token: "w"}},
				Rooms: []Room{{ID: "A", Name: "a", Type: "c"}},
			})
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Address()+"/api/v1/chat.postMessage"+test.query, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range good {
				r.Header.Set(name, value)
			}
			for name, value := range test.header {
				r.Header.Set(name, value)
			}
			response, err := s.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status {
				t.Errorf("%d %s, %v; want %d", response.StatusCode, body, err, test.status)
			}
			_ = response.Body.Close()
			if got := strings.Join(w.errors, "\n"); (got == "") != (test.says == "") || !strings.Contains(got, test.says) {
				t.Errorf("the test is told %q, want %q", got, test.says)
			}
		})
	}
}
