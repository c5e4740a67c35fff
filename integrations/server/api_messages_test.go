package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// ask calls the API with the admin token.
func (s *chatSite) ask(query string) (status int, content string) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.url+"/api/v1/channels.messages"+query, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", siteToken)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, bodyOf(s.t, answer)
}

func TestChannelsMessagesJSON(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	parent := s.post("alerts", textMessage("parent"))
	m := s.post("alerts", integrations.PostedMessage{Message: message.Message{
		Msg: "down", Alias: "PagerDuty", Emoji: ":fire:", Tmid: parent.ID,
		Attachments: []json.RawMessage{json.RawMessage(`{"z":1,"color":"#f00","a":null}`)},
		Groupable:   json.RawMessage(`false`), ParseURLs: json.RawMessage(`true`), CustomFields: json.RawMessage(`{"p":1}`),
	}})
	status, got := s.ask("?roomName=alerts")
	want := fmt.Sprintf(`{"count":2,"messages":[`+
		`{"_id":%q,"rid":%q,"msg":"down","alias":"PagerDuty","emoji":":fire:","attachments":[{"z":1,"color":"#f00","a":null}],`+
		`"parseUrls":true,"groupable":false,"customFields":{"p":1},"tmid":%q,"bot":{"i":"pagerduty"},"ts":"2026-11-22T09:32:00.000Z",`+
		`"u":{"_id":%[4]q,"username":"rocket.cat","name":"Rocket.Cat"},"_updatedAt":"2026-11-22T09:32:00.000Z","mentions":[],"channels":[]},`+
		`{"_id":%[3]q,"rid":%[2]q,"msg":"parent","alias":"","tcount":1,"bot":{"i":"pagerduty"},"ts":"2026-11-22T09:31:00.000Z",`+
		`"u":{"_id":%[4]q,"username":"rocket.cat","name":"Rocket.Cat"},"_updatedAt":"2026-11-22T09:31:00.000Z","mentions":[],"channels":[]}`+
		`],"offset":0,"success":true,"total":2}`, m.ID, m.RoomID, parent.ID, m.Sender.ID)
	if diff := cmp.Diff(decodedJSON(t, want), decodedJSON(t, got)); status != http.StatusOK || diff != "" {
		t.Errorf("status %d, -want +got:\n%s", status, diff)
	}
	// Attachments keep the key order of their author.
	if !strings.Contains(got, `"attachments":[{"z":1,"color":"#f00","a":null}]`) {
		t.Errorf("the attachment was changed: %s", got)
	}
}

// decodedJSON is JSON without the order of its keys.
func decodedJSON(t *testing.T, text string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func TestChannelsMessagesPaging(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	const total = 60
	for i := range total {
		s.post("alerts", textMessage(fmt.Sprint(i)))
	}
	s.post("security", textMessage("private"))
	room, err := s.store.RoomByNameOrID(t.Context(), "alerts")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query       string
		count       int
		first, last string
	}{
		{"?roomName=alerts", 50, "59", "10"},
		{"?roomId=" + room.ID, 50, "59", "10"},
		{"?roomName=alerts&count=", 50, "59", "10"},
		{"?roomName=alerts&count=3", 3, "59", "57"},
		{"?roomName=alerts&count=3&offset=58", 2, "1", "0"},
		{"?roomName=alerts&count=100000", 60, "59", "0"},
		{"?roomName=alerts&offset=60", 0, "", ""},
		{"?roomName=alerts&count=0", 0, "", ""},
	} {
		t.Run(c.query, func(t *testing.T) {
			status, content := s.ask(c.query)
			var got struct {
				Messages []struct{ Msg string }
				Count    int
				Total    int
			}
			if err := json.Unmarshal([]byte(content), &got); err != nil || status != http.StatusOK {
				t.Fatal(status, content, err)
			}
			if got.Count != c.count || len(got.Messages) != c.count || got.Total != total {
				t.Fatalf("count %d, %d messages, total %d", got.Count, len(got.Messages), got.Total)
			}
			if c.count > 0 && (got.Messages[0].Msg != c.first || got.Messages[c.count-1].Msg != c.last) {
				t.Errorf("from %s to %s", got.Messages[0].Msg, got.Messages[c.count-1].Msg)
			}
		})
	}
}

func TestChannelsMessagesErrors(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	room, err := s.store.RoomByNameOrID(t.Context(), "alerts")
	if err != nil {
		t.Fatal(err)
	}
	const (
		missing = `{"success":false,"error":"The parameter \"roomId\" or \"roomName\" is required [error-roomid-param-not-provided]","errorType":"error-roomid-param-not-provided"}`
		unknown = `{"success":false,"error":"The required \"roomId\" or \"roomName\" param provided does not match any channel [error-room-not-found]","errorType":"error-room-not-found"}`
		number  = `{"success":false,"error":"must be a whole number, 0 or more: %s [invalid-params]","errorType":"invalid-params"}`
	)
	for query, want := range map[string]string{
		"":                            missing,
		"?roomName=":                  missing,
		"?roomName=nowhere":           unknown,
		"?roomName=%23alerts":         unknown,
		"?roomName=Alerts":            unknown,
		"?roomId=alerts":              unknown,
		"?roomName=" + room.ID:        unknown,
		"?roomName=alerts&count=x":    fmt.Sprintf(number, "count"),
		"?roomName=alerts&count=-1":   fmt.Sprintf(number, "count"),
		"?roomName=alerts&offset=1.5": fmt.Sprintf(number, "offset"),
		"?roomName=alerts&offset=999999999999999999999": fmt.Sprintf(number, "offset"),
	} {
		t.Run(query, func(t *testing.T) {
			status, got := s.ask(query)
			if diff := cmp.Diff(want, got); status != http.StatusBadRequest || diff != "" {
				t.Errorf("status %d, -want +got:\n%s", status, diff)
			}
		})
	}
}
