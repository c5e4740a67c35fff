package message_test

import (
	"encoding/json"
	"testing"

	"rocketscript/integrations/message"
)

// typical is what a script makes of an alert.
const typical = `{
  "username": "PagerDuty", "icon_emoji": ":rotating_light:",
  "text": "*Triggered* [#1234] The server is on fire, and so is the database behind it",
  "parseUrls": false,
  "attachments": [{
    "color": "#a30200", "title": "[#1234] The server is on fire",
    "title_link": "https://acme.pagerduty.com/incidents/Q1A2B3C4D5E6F7",
    "text": "CPU at 99 % for 10 minutes on web-1, web-2 and web-3.\nSee the runbook.",
    "fields": [
      {"title": "Service", "value": "Web shop", "short": true},
      {"title": "Urgency", "value": "high", "short": true},
      {"title": "Assigned to", "value": "[Ada Lovelace](https://acme.pagerduty.com/users/PADA)", "short": false}
    ],
    "ts": "2026-11-22T10:11:12Z", "footer": "pagerduty.com"
  }]
}`

// repaired is typical with the faults community scripts have.
const repaired = `{
  "username": "PagerDuty", "icon_url": "", "icon_emoji": ":rotating_light:",
  "text": "*Triggered* [#1234] The server is on fire, and so is the database behind it",
  "attachments": [{
    "color": "danger", "title": "[#1234] The server is on fire",
    "title_link": "", "text": "CPU at 99 % for 10 minutes.",
    "fields": [
      {"title": "Service", "value": "Web shop", "short": true},
      {"title": "Count", "value": 3, "short": true},
      {"title": "Assigned to", "value": ""}
    ]
  }]
}`

func BenchmarkBuild(b *testing.B) {
	for _, bm := range []struct {
		name, content string
		options       message.Options
	}{
		{"typical", typical, message.Options{}},
		{"typical exact", typical, message.Options{Exact: true}},
		{"repaired", repaired, message.Options{}},
	} {
		b.Run(bm.name, func(b *testing.B) {
			content := json.RawMessage(bm.content)
			defaults := message.Defaults{IntegrationID: "pagerduty", Channel: []string{"#alerts"}}
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := message.Build(content, defaults, bm.options); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseAttachment(b *testing.B) {
	var content struct{ Attachments []json.RawMessage }
	if err := json.Unmarshal([]byte(typical), &content); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		message.ParseAttachment(content.Attachments[0])
	}
}
