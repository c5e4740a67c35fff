package message_test

import (
	"encoding/json"
	"fmt"

	"rocketscript/integrations/message"
)

func ExampleBuild() {
	content := json.RawMessage(`{
		"text": "The server is on fire",
		"icon_emoji": ":fire:",
		"attachments": [{
			"color": "danger",
			"fields": [{"title": "Rack", "value": 7}, {"title": "Owner", "value": ""}]
		}]
	}`)
	built, err := message.Build(content, message.Defaults{
		IntegrationID: "pagerduty",
		Channel:       []string{"#alerts", "@oncall"},
		Alias:         "PagerDuty",
		Avatar:        "https://example.com/pagerduty.png", // the content's emoji beats it
	}, message.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range built.Messages {
		fmt.Println(m.Channel, m.Alias, m.Emoji, m.Msg)
	}
	fmt.Printf("%s\n", built.Messages[0].Attachments[0])
	for _, w := range built.Warnings {
		fmt.Println(w.Code, w.Path)
	}
	// Output:
	// #alerts PagerDuty :fire: The server is on fire
	// @oncall PagerDuty :fire: The server is on fire
	// {"color":"#a30200","fields":[{"title":"Rack","value":"7"},{"title":"Owner","value":"–"}]}
	// color-name attachments[0].color
	// field-text attachments[0].fields[0].value
	// field-empty attachments[0].fields[1].value
}

// With Options.Exact a content is refused for what Rocket.Chat refuses it for.
func ExampleBuild_exact() {
	content := json.RawMessage(`{"attachments": [{"title_link": "/wiki"}]}`)
	_, err := message.Build(content, message.Defaults{Channel: []string{"#alerts"}}, message.Options{Exact: true})
	fmt.Println(err)
	// Output: Invalid href value provided
}

func ExampleParseAttachment() {
	a := message.ParseAttachment(json.RawMessage(`{"title": "Disk", "fields": [{"title": "Used", "value": 97, "short": true}]}`))
	fmt.Println(a.Title, a.Fields[0].Title, a.Fields[0].Value)
	// Output: Disk Used 97
}
