package message_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rocketscript/integrations/message"
)

// TestRepairs has each repair of DESIGN §5, and that it is off in exact mode:
// there the same content is refused, or posted as it is.
func TestRepairs(t *testing.T) {
	one := func(members string) string { return `{"attachments":[{` + members + `}]}` }
	at := "attachments[0]"
	cases := []buildCase{}
	add := func(name, content, want string, warnings ...string) {
		cases = append(cases, buildCase{name: name, mode: repair, content: content, want: want, warnings: warnings})
	}

	add("colour good", one(`"color":"good"`), one(`"color":"#2eb886"`), "color-name "+at+".color")
	add("colour warning, any case and space", one(`"color":" Warning\n"`), one(`"color":"#daa038"`), "color-name "+at+".color")
	add("colour danger, in its place", one(`"a":1,"color":"DANGER","b":2`), one(`"a":1,"color":"#a30200","b":2`), "color-name "+at+".color")
	add("colour other", one(`"color":"red"`), one(`"color":"red"`))
	add("colour number", one(`"color":5`), one(`"color":"5"`), "converted "+at+".color")
	add("colour null is fine in Rocket.Chat", one(`"color":null`), one(`"color":null`))

	field := func(f string) string { return one(`"fields":[` + f + `]`) }
	f := at + ".fields[0]"
	add("field title empty", field(`{"title":"","value":"v","short":true}`), field(`{"title":"–","value":"v","short":true}`), "field-empty "+f+".title")
	add("field title missing", field(`{"value":"v"}`), field(`{"value":"v","title":"–"}`), "field-empty "+f+".title")
	add("field value null", field(`{"title":"t","value":null}`), field(`{"title":"t","value":"–"}`), "field-empty "+f+".value")
	add("field empty", field(`{}`), field(`{"title":"–","value":"–"}`), "field-empty "+f+".title", "field-empty "+f+".value")
	add("field value number", field(`{"title":"t","value":5}`), field(`{"title":"t","value":"5"}`), "field-text "+f+".value")
	add("field value 0 is not empty", field(`{"title":"t","value":0}`), field(`{"title":"t","value":"0"}`), "field-text "+f+".value")
	add("field value false is not empty", field(`{"title":"t","value":false}`), field(`{"title":"t","value":"false"}`), "field-text "+f+".value")
	add("field value number as JavaScript prints it", field(`{"title":"t","value":1.50e-7}`), field(`{"title":"t","value":"1.5e-7"}`), "field-text "+f+".value")
	add("field value, a long id keeps its digits", field(`{"title":"t","value":12345678901234567891}`), field(`{"title":"t","value":"12345678901234567891"}`), "field-text "+f+".value")
	add("field value object", field(`{"title":"t","value":{"b": "\u003c\"", "a": [1, null]}}`), field(`{"title":"t","value":"{\"b\":\"<\\\"\",\"a\":[1,null]}"}`), "field-text "+f+".value")
	add("field title array", field(`{"title":[ "a" ],"value":"v"}`), field(`{"title":"[\"a\"]","value":"v"}`), "field-text "+f+".title")
	add("field short text", field(`{"title":"t","value":"v","short":" True"}`), field(`{"title":"t","value":"v","short":true}`), "converted "+f+".short")
	add("field short number", field(`{"title":"t","value":"v","short":0}`), field(`{"title":"t","value":"v","short":false}`), "converted "+f+".short")
	add("field short nonsense", field(`{"title":"t","value":"v","short":"maybe"}`), field(`{"title":"t","value":"v"}`), "dropped "+f+".short")
	add("field null", field(`null,{"title":"t","value":"v"}`), field(`{"title":"t","value":"v"}`), "dropped "+f)
	add("field text", field(`"x"`), field(`{"title":"–","value":"x"}`), "field-text "+f)
	add("field fine", field(`{"title":"t", "value":" "}`), field(`{"title":"t","value":" "}`))
	add("fields: one alone", one(`"fields":{"title":"t","value":"v"}`), field(`{"title":"t","value":"v"}`), "converted "+at+".fields")
	add("fields: titles and values", one(`"fields":{"a":"b","c":5}`), field(`{"title":"a","value":"b"},{"title":"c","value":"5"}`), "converted "+at+".fields", "field-text "+at+".fields[1].value")
	add("fields: a text", one(`"fields":"x"`), field(`{"title":"–","value":"x"}`), "converted "+at+".fields", "field-text "+f)
	add("fields null", one(`"fields":null`), one(`"fields":null`))
	add("fields repeated", `{"attachments":[{"fields":[{}],"fields":[{"title":"t","value":5}]}]}`, field(`{"title":"t","value":"5"}`), "field-text "+f+".value")

	add("URL script", one(`"title":"t","title_link":"javascript:alert(1)"`), one(`"title":"t"`), "url-dropped "+at+".title_link")
	add("URL relative", one(`"image_url":"/x.png"`), one(``), "url-dropped "+at+".image_url")
	add("URL garbage", one(`"thumb_url":"see wiki"`), one(``), "url-dropped "+at+".thumb_url")
	add("URL empty, silently", one(`"image_url":"","thumb_url":""`), one(``))
	add("URL blank", one(`"thumb_url":" "`), one(``), "url-dropped "+at+".thumb_url")
	add("URL of a wrong type", one(`"author_icon":5,"author_link":{}`), one(``), "dropped "+at+".author_icon", "dropped "+at+".author_link")
	add("URL with space", one(`"title_link":" https://host/a b\n"`), one(`"title_link":"https://host/a b"`), "url-cleaned "+at+".title_link")
	add("URL in capitals", one(`"title_link":"HTTPS://Host/A"`), one(`"title_link":"https://Host/A"`), "url-cleaned "+at+".title_link")
	add("URL in an action", one(`"actions":[{"type":"button","url":"x"}]`), one(`"actions":[{"type":"button"}]`), "url-dropped "+at+".actions[0].url")

	add("avatar script falls to the next", `{"icon_url":"javascript:x","avatar":"https://b"}`, `{"avatar":"https://b"}`, "url-dropped icon_url")
	add("avatar script falls to the emoji", `{"avatar":"ftp://x","emoji":":e:"}`, `{"avatar":null,"emoji":":e:"}`, "url-dropped avatar")
	add("avatar loser is not looked at", `{"icon_url":"https://a","avatar":"javascript:x","emoji":[1]}`, `{"avatar":"https://a","emoji":null}`)
	add("avatar list", `{"icon_url":["x"]}`, `{"avatar":null}`, "dropped icon_url")
	add("emoji object", `{"icon_emoji":{"a":1},"emoji":":e:"}`, `{"emoji":":e:"}`, "dropped icon_emoji")

	add("alias number", `{"username":5}`, `{"alias":"5"}`, "converted username")
	add("alias 0 is none, as in Rocket.Chat", `{"username":0,"alias":false}`, `{"alias":""}`)
	add("alias object falls to the next", `{"username":{},"alias":"a"}`, `{"alias":"a"}`, "dropped username")
	add("alias loser is not looked at", `{"username":"u","alias":{}}`, `{"alias":"u"}`)
	add("tmid number", `{"tmid":5}`, `{"tmid":"5"}`, "converted tmid")
	add("tmid 0", `{"tmid":0}`, `{"tmid":null}`, "dropped tmid")
	add("tmid object", `{"tmid":{}}`, `{"tmid":null}`, "dropped tmid")
	add("parseUrls text", `{"parseUrls":"false"}`, `{"parseUrls":false}`, "converted parseUrls")
	add("groupable nonsense", `{"groupable":[]}`, `{"groupable":false}`, "dropped groupable")
	add("customFields text", `{"customFields":"x"}`, `{"customFields":null}`, "dropped customFields")

	add("string from number", one(`"title":5`), one(`"title":"5"`), "converted "+at+".title")
	add("string from boolean", one(`"author_name":true`), one(`"author_name":"true"`), "converted "+at+".author_name")
	add("string from object", one(`"title":{"a":1}`), one(`"title":"{\"a\":1}"`), "converted "+at+".title")
	add("boolean from text", one(`"collapsed":"TRUE"`), one(`"collapsed":true`), "converted "+at+".collapsed")
	add("number from text", one(`"image_size":" 12e3 ","audio_size":"big"`), one(`"image_size":12e3`), "converted "+at+".image_size", "dropped "+at+".audio_size")
	add("time", one(`"ts":5,"x":1`), one(`"ts":5,"x":1`))
	add("time of a wrong type", one(`"ts":[1]`), one(``), "dropped "+at+".ts")
	add("dimensions of a wrong type", one(`"image_dimensions":"10x10"`), one(``), "dropped "+at+".image_dimensions")
	add("unknown keys stay", one(`"pretext":5,"footer":{}`), one(`"pretext":5,"footer":{}`))
	add("action not an object", one(`"actions":[null,"x",{"text":5}]`), one(`"actions":[{"text":"5"}]`), "dropped "+at+".actions[0]", "dropped "+at+".actions[1]", "converted "+at+".actions[2].text")
	add("action alone", one(`"actions":{"text":"x"}`), one(`"actions":[{"text":"x"}]`), "converted "+at+".actions")
	add("actions of a wrong type", one(`"actions":"x"`), one(``), "dropped "+at+".actions")

	add("attachment null", `{"attachments":[null,{"text":"x"}]}`, one(`"text":"x"`), "dropped "+at)
	add("attachment text", `{"attachments":["x"]}`, one(`"text":"x"`), "converted "+at)
	add("attachment of a wrong type", `{"attachments":[5,true,[{}],""]}`, `{"attachments":[],"parseUrls":false}`, "dropped attachments[0]", "dropped attachments[1]", "dropped attachments[2]", "dropped attachments[3]")
	add("attachment positions are the author's", `{"attachments":[null,{"color":"good"}]}`, one(`"color":"#2eb886"`), "dropped attachments[0]", "color-name attachments[1].color")

	add("text object", `{"text":{"b":1,"a":"<x>"}}`, `{"msg":"`+"```json\\n{\\n  \\\"b\\\": 1,\\n  \\\"a\\\": \\\"<x>\\\"\\n}\\n```"+`"}`, "text-json text")
	add("text object cannot break out of its block", `{"text":{"a":"`+"```"+`"}}`, `{"msg":"`+"```json\\n{\\n  \\\"a\\\": \\\"'''\\\"\\n}\\n```"+`"}`, "text-json text")
	add("text lines", `{"text":["a","b"]}`, `{"msg":"a\nb"}`, "text-json text")
	add("text empty list falls to msg", `{"text":[],"msg":{}}`, `{"msg":"`+"```json\\n{}\\n```"+`"}`, "text-json text", "text-json msg")
	add("text object that cannot be text", `{"text":{"toString":1}}`, ``, "text-json text")
	add("attachment text object", one(`"text":["a","b"]`), one(`"text":"a\nb"`), "text-json "+at+".text")
	add("attachment text number", one(`"text":5`), one(`"text":"5"`), "converted "+at+".text")
	add("attachment msg object", one(`"msg":["a","b"]`), one(`"text":"a\nb"`), "text-json "+at+".msg")

	add("text is cut", `{"text":"`+strings.Repeat("word ", 1100)+`"}`, ``, "text-cut text")
	add("msg is cut", `{"text":"","msg":"`+strings.Repeat("word ", 1100)+`"}`, ``, "text-cut msg")
	add("attachment texts are not", one(`"text":"`+strings.Repeat("a", 6000)+`"`), ``)
	runBuildCases(t, cases)
	t.Run("exact mode repairs nothing", func(t *testing.T) {
		for _, c := range cases {
			built, err := message.Build(json.RawMessage(c.content), defaults(), message.Options{Exact: true})
			if err == nil && len(built.Warnings) > 0 {
				t.Errorf("%s: %v", c.name, built.Warnings)
			}
		}
	})
}

func TestWarningTexts(t *testing.T) {
	content := `{"attachments":[{"color":"danger","title_link":"wiki","fields":[{"title":"Id","value":` + strings.Repeat("9", 120) + `}]}]}`
	built, err := message.Build(json.RawMessage(content), defaults(), message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`"danger" became #a30200`,
		`"wiki" was left out: a URL begins with http:// or https://`,
		strings.Repeat("9", 80) + "… became text",
	}
	for i, w := range built.Warnings {
		if i >= len(want) || w.Text != want[i] {
			t.Errorf("warning %d: %q", i, w.Text)
		}
	}
}

func TestWarningsAreCapped(t *testing.T) {
	content := `{"attachments":[` + strings.Repeat("null,", 5000) + `{"text":"x"}]}`
	built, err := message.Build(json.RawMessage(content), defaults(), message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := len(built.Warnings)
	if n != message.MaxWarnings+1 || built.Warnings[n-1].Code != message.CodeMore {
		t.Errorf("%d warnings, the last %+v", n, built.Warnings[n-1])
	}
	compareMembers(t, `{"attachments":[{"text":"x"}]}`, built.Messages[0])
}

// What needs no repair is not copied, not even its spelling.
func TestBuildKeepsBytes(t *testing.T) {
	const attachment = `{ "title" : "\u0041" , "n":1.50, "fields": [ {"title":"a","value":"b"} ] }`
	built, err := message.Build(json.RawMessage(`{"attachments":[ `+attachment+` ]}`), defaults(), message.Options{})
	if err != nil || string(built.Messages[0].Attachments[0]) != attachment {
		t.Errorf("got %s, %v", built.Messages[0].Attachments[0], err)
	}
}

// What comes in hostile shapes does not grow into something bigger, and is read
// in one pass.
func TestRepairsOfHostileShapes(t *testing.T) {
	const n = 200_000
	for name, content := range map[string]string{
		"fields that are none":    `{"attachments":[{"fields":[` + strings.Repeat("1,", n) + `1]}]}`,
		"empty fields":            `{"attachments":[{"fields":[` + strings.Repeat("{},", n) + `{}]}]}`,
		"attachments of one text": `{"attachments":[` + strings.Repeat(`"x",`, n) + `"x"]}`,
		"a repeated name":         `{"attachments":[{` + strings.Repeat(`"title":5,`, n) + `"title":6}]}`,
		"deep text":               `{"attachments":[{"text":` + strings.Repeat("[", 9000) + strings.Repeat("1,", n) + "1" + strings.Repeat("]", 9000) + `}]}`,
		"deep attachments":        `{"attachments":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`,
		"long text":               `{"text":"` + strings.Repeat("` ``\\n```a` ~~~\\n", n/10) + `"}`,
	} {
		built, err := message.Build(json.RawMessage(content), defaults(), message.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if size := len(marshal(t, built.Messages)); size > 2*len(content) {
			t.Errorf("%s: %d bytes became %d", name, len(content), size)
		}
	}
}
