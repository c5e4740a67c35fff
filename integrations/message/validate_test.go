package message_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rocketscript/integrations/message"
)

// TestBuildChecks has each check of reference §6.3 in exact mode. The texts are
// what the nested matchers of Rocket.Chat's sendMessage and Meteor's check make
// together, prefix by prefix.
func TestBuildChecks(t *testing.T) {
	const (
		twice = "Match error: Match error: "
		href  = "Invalid href value provided"
	)
	attachment := func(members string) string { return `{"attachments":[{}, {` + members + `}]}` }
	var cases []buildCase
	add := func(name, content, refusal string) {
		cases = append(cases, buildCase{name: "§6.3 " + name, mode: exact, content: content, refusal: refusal})
	}

	add("alias string", `{"username":5}`, twice+"Expected string, got number in field alias @ alias")
	add("alias string", `{"alias":{}}`, twice+"Expected string, got object in field alias @ alias")
	add("emoji string", `{"emoji":["x"]}`, twice+"Expected string, got object in field emoji @ emoji")
	add("tmid string", `{"tmid":false}`, twice+"Expected string, got boolean in field tmid @ tmid")
	add("avatar string", `{"avatar":{"a":1}}`, "Match error: "+twice+"Expected string, got object in field avatar @ avatar")
	for _, url := range []string{"javascript:alert(1)", "JavaScript:x", "ftp://host/x", "//host/x", "HTTP://host", "\\nx"} {
		add("avatar "+url, `{"icon_url":"`+url+`"}`, href+" @ avatar")
	}
	for _, key := range []string{"color", "text", "button_alignment", "author_name", "title", "image_preview", "image_type", "audio_type", "video_type"} {
		add(key+" string", attachment(`"`+key+`":5`), twice+"Expected string, got number in field "+key+" @ attachments[1]."+key)
		add(key+" null", attachment(`"`+key+`":null`), "")
		add(key+" empty", attachment(`"`+key+`":""`), "")
	}
	for _, key := range []string{"collapsed", "title_link_download"} {
		add(key+" boolean", attachment(`"`+key+`":"true"`), twice+"Expected boolean, got string in field "+key+" @ attachments[1]."+key)
	}
	for _, key := range []string{"image_size", "audio_size", "video_size"} {
		add(key+" number", attachment(`"`+key+`":"5"`), twice+"Expected number, got string in field "+key+" @ attachments[1]."+key)
	}
	for _, key := range []string{"thumb_url", "message_link", "author_link", "author_icon", "title_link", "image_url", "audio_url", "video_url"} {
		at := " @ attachments[1]." + key
		add(key+" absolute", attachment(`"`+key+`":"https://host"`), "")
		add(key+" data", attachment(`"`+key+`":"data:image/png;base64,AA=="`), "")
		add(key+" upload", attachment(`"`+key+`":"/file-upload/x/y.png"`), "")
		add(key+" relative", attachment(`"`+key+`":"/x.png"`), href+at)
		add(key+" empty", attachment(`"`+key+`":""`), href+at)
		add(key+" space", attachment(`"`+key+`":" https://host"`), href+at)
		add(key+" upper case", attachment(`"`+key+`":"HTTPS://host"`), href+at)
		add(key+" script", attachment(`"`+key+`":"javascript:alert(1)"`), href+at)
		add(key+" number", attachment(`"`+key+`":1`), "Match error: "+twice+"Expected string, got number in field "+key+at)
	}
	oneOf := "Failed Match.OneOf, Match.Maybe or Match.Optional validation in field "
	add("ts string", attachment(`"ts":"x"`), "")
	add("ts number", attachment(`"ts":1.5`), "")
	add("ts boolean", attachment(`"ts":true`), twice+oneOf+"ts @ attachments[1].ts")
	add("image_dimensions string", attachment(`"image_dimensions":"1x1"`), twice+"Expected object, got string in field image_dimensions @ attachments[1].image_dimensions")
	add("image_dimensions array", attachment(`"image_dimensions":[1]`), twice+"Expected plain object in field image_dimensions @ attachments[1].image_dimensions")
	add("fields array", attachment(`"fields":{"a": [1, "x"]}`), twice+`Expected array, got {"a":[1,"x"]} in field fields @ attachments[1].fields`)
	add("actions array", attachment(`"actions":"x"`), twice+`Expected array, got "x" in field actions @ attachments[1].actions`)

	field := func(f string) string { return attachment(`"fields":[{"title":"t","value":"v"},` + f + `]`) }
	required := "Invalid attachment field, title and value is required @ attachments[1].fields[1]"
	add("field", field(`{"title":"t","value":"v","short":true}`), "")
	add("field value number", field(`{"title":"t","value":5}`), "")
	add("field value true", field(`{"title":"t","value":true}`), "")
	add("field value 0", field(`{"title":"t","value":0}`), required)
	add("field value false", field(`{"title":"t","value":false}`), required)
	add("field value empty", field(`{"title":"t","value":""}`), required)
	add("field value null", field(`{"title":"t","value":null}`), required)
	add("field title missing", field(`{"value":"v"}`), required)
	add("field title empty", field(`{"title":"","value":"v"}`), required)
	add("field text", field(`"x"`), required)
	add("field null", field(`null`), "Cannot read properties of null (reading 'short') @ attachments[1].fields[1]")
	add("field value object", field(`{"title":"t","value":{}}`), twice+oneOf+"value @ attachments[1].fields[1].value")
	add("field title number", field(`{"title":5,"value":"v"}`), twice+"Expected string, got number in field title @ attachments[1].fields[1].title")
	add("field short string", field(`{"title":"t","value":"v","short":"true"}`), twice+"Expected boolean, got string in field short @ attachments[1].fields[1].short")

	action := func(a string) string { return attachment(`"actions":[` + a + `]`) }
	add("action", action(`{"type":"button","text":"x","url":"https://x","msg":"m","is_webview":true,"other":5}, "x", 5`), "")
	add("action null", action(`null`), "Cannot read properties of null (reading 'type') @ attachments[1].actions[0]")
	add("action url", action(`{"url":"x"}`), href+" @ attachments[1].actions[0].url")
	add("action image_url", action(`{"image_url":"x"}`), href+" @ attachments[1].actions[0].image_url")
	for _, key := range []string{"type", "text", "msg", "webview_height_ratio"} {
		add("action "+key, action(`{"`+key+`":5}`), twice+"Expected string, got number in field "+key+" @ attachments[1].actions[0]."+key)
	}
	for _, key := range []string{"is_webview", "msg_in_chat_window"} {
		add("action "+key, action(`{"`+key+`":5}`), twice+"Expected boolean, got number in field "+key+" @ attachments[1].actions[0]."+key)
	}
	add("the first check decides, not the first key", attachment(`"title":5,"color":5`), twice+"Expected string, got number in field color @ attachments[1].color")
	add("unknown keys are allowed", attachment(`"footer":5,"pretext":{}`), "")
	add("attachment null", `{"attachments":[null]}`, "Cannot read properties of null (reading 'msg') @ attachments[0]")
	add("attachment text, number, list are stored", `{"attachments":["x",5,[1]]}`, "")
	add("size", `{"text":"`+strings.Repeat("a", 5001)+`"}`, "error-message-size-exceeded @ text")
	add("size, just not", `{"text":" `+strings.Repeat("a", 5000)+` "}`, "")
	add("size in UTF-16 units", `{"text":"`+strings.Repeat("😀", 2501)+`"}`, "error-message-size-exceeded @ text")
	add("size of attachments is free", `{"attachments":[{"text":"`+strings.Repeat("a", 6000)+`"}]}`, "")
	runBuildCases(t, cases)
}

// The integration's own avatar is checked like one of the content.
func TestBuildChecksDefaults(t *testing.T) {
	bad := func(d *message.Defaults) { d.Avatar, d.Emoji = "javascript:x", ":e:" }
	runBuildCases(t, []buildCase{
		{name: "§6.3 integration avatar", mode: exact, content: `{}`, change: bad, refusal: "Invalid href value provided @ avatar"},
		{name: "repair: the next one is used", mode: repair, content: `{}`, change: bad, want: `{"avatar":null,"emoji":":e:"}`, warnings: []string{"url-dropped integration.avatar"}},
		{name: "repair: not looked at when it is not used", mode: repair, content: `{"emoji":":x:"}`, change: bad, want: `{"avatar":null,"emoji":":x:"}`},
	})
}

func TestMaxText(t *testing.T) {
	for _, c := range []struct{ max, length int }{{10, 10}, {0, message.DefaultMaxText}, {-1, message.DefaultMaxText}} {
		content, _ := json.Marshal(map[string]string{"text": strings.Repeat("a", c.length)})
		if _, err := message.Build(content, defaults(), message.Options{Exact: true, MaxText: c.max}); err != nil {
			t.Errorf("max %d, length %d: %v", c.max, c.length, err)
		}
		content, _ = json.Marshal(map[string]string{"text": strings.Repeat("a", c.length+1)})
		_, err := message.Build(content, defaults(), message.Options{Exact: true, MaxText: c.max})
		if got := refusal(t, err); got != "error-message-size-exceeded @ text" {
			t.Errorf("max %d, length %d: %q", c.max, c.length+1, got)
		}
	}
}
