package message_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/message"
)

// A mode says in which modes a case holds.
type mode int

const (
	both mode = iota
	exact
	repair
)

func (m mode) options() []message.Options {
	switch m {
	case exact:
		return []message.Options{{Exact: true}}
	case repair:
		return []message.Options{{}}
	}
	return []message.Options{{Exact: true}, {}}
}

// A buildCase is one content and what becomes of it.
type buildCase struct {
	name    string
	mode    mode
	content string
	// change adapts the defaults.
	change func(*message.Defaults)
	// want has members of the first message; null means absent.
	want string
	// channels are those of all messages; nil is not compared.
	channels []string
	// warnings are "code path".
	warnings []string
	// refusal is the error, and its path after " @ ".
	refusal string
}

func defaults() message.Defaults {
	return message.Defaults{
		IntegrationID:              "hook",
		Channel:                    []string{"#alerts"},
		OverrideDestinationChannel: true,
	}
}

func runBuildCases(t *testing.T, cases []buildCase) {
	t.Helper()
	for _, c := range cases {
		for _, options := range c.mode.options() {
			name := c.name + "/repair"
			if options.Exact {
				name = c.name + "/exact"
			}
			t.Run(name, func(t *testing.T) { c.run(t, options) })
		}
	}
}

func (c buildCase) run(t *testing.T, options message.Options) {
	d := defaults()
	if c.change != nil {
		c.change(&d)
	}
	built, err := message.Build(json.RawMessage(c.content), d, options)
	if diff := cmp.Diff(c.refusal, refusal(t, err)); diff != "" {
		t.Fatalf("refusal (-want +got):\n%s", diff)
	}
	if err != nil {
		return
	}
	var warnings, channels []string
	for _, w := range built.Warnings {
		warnings = append(warnings, strings.TrimSpace(w.Code+" "+w.Path))
	}
	for _, m := range built.Messages {
		channels = append(channels, m.Channel)
	}
	if diff := cmp.Diff(c.warnings, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(c.channels, channels); diff != "" && c.channels != nil {
		t.Errorf("channels (-want +got):\n%s", diff)
	}
	if c.want != "" {
		compareMembers(t, c.want, built.Messages[0])
	}
}

// refusal is "text @ path" of an *Error, and fails the test for other errors.
func refusal(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *message.Error
	if !errors.As(err, &e) {
		t.Fatalf("unexpected error: %v", err)
	}
	if e.Path == "" {
		return e.Message
	}
	return e.Message + " @ " + e.Path
}

// compareMembers compares the members named in want, byte for byte but for
// space, so that the order of keys and the spelling of numbers count.
func compareMembers(t *testing.T, want string, got message.Message) {
	t.Helper()
	var wanted map[string]json.RawMessage
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatalf("want: %v", err)
	}
	members := storedMembers(t, got)
	for name, w := range wanted {
		g := members[name]
		if g == "" {
			g = "null"
		}
		if diff := cmp.Diff(compactJSON(t, w), g); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// storedMembers are the members of a message's JSON, without the escaping of
// <, > and & that encoding/json adds.
func storedMembers(t *testing.T, m message.Message) map[string]string {
	t.Helper()
	var buf strings.Builder
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(buf.String()), &raw); err != nil {
		t.Fatal(err)
	}
	members := map[string]string{}
	for name, v := range raw {
		members[name] = string(v)
	}
	return members
}

func TestBuildDestinations(t *testing.T) {
	several := func(d *message.Defaults) { d.Channel = []string{"#a", "@b", "#a"} }
	noOverride := func(d *message.Defaults) { d.OverrideDestinationChannel = false }
	runBuildCases(t, []buildCase{
		{name: "§6.1 destination: integration channels, duplicates removed", content: `{}`, change: several, channels: []string{"#a", "@b"}},
		{name: "§6.1 destination: channel, a string", content: `{"channel":"#x"}`, channels: []string{"#x"}},
		{name: "§6.1 destination: channel, an array, duplicates removed", content: `{"channel":["#x","y","#x"]}`, channels: []string{"#x", "y"}},
		{name: "§6.1 destination: roomId", content: `{"roomId":"GENERAL"}`, channels: []string{"GENERAL"}},
		{name: "§6.1 destination: channel beats roomId, not merged", content: `{"roomId":"r","channel":"c"}`, channels: []string{"c"}},
		{name: "§6.1 destination: falsy channel falls to roomId", content: `{"channel":"","roomId":["r"]}`, channels: []string{"r"}},
		{name: "§6.1 destination: falsy both fall to the integration", content: `{"channel":null,"roomId":0}`, channels: []string{"#alerts"}},
		{name: "§6.1 destination: a comma string is not split", content: `{"channel":"#a,#b"}`, channels: []string{"#a,#b"}},
		{name: "§6.2 case is kept", content: `{"channel":"#Alerts"}`, channels: []string{"#Alerts"}},
		{name: "§1 row 11: channel refused without override", content: `{"channel":"#x"}`, change: noOverride, refusal: "overriding destination channel is disabled for this integration @ channel"},
		{name: "§1 row 11: roomId refused without override", content: `{"roomId":"x"}`, change: noOverride, refusal: "overriding destination channel is disabled for this integration @ roomId"},
		{name: "§1 row 11: refused even when equal to the default", content: `{"channel":["#alerts"]}`, change: noOverride, refusal: "overriding destination channel is disabled for this integration @ channel"},
		{name: "§1 row 11: an empty array is truthy", content: `{"channel":[]}`, change: noOverride, refusal: "overriding destination channel is disabled for this integration @ channel"},
		{name: "§1 row 11: falsy channel and roomId pass", content: `{"channel":"","roomId":0}`, change: noOverride, channels: []string{"#alerts"}},
		{name: "§1 row 12b: no destination", mode: exact, content: `{"channel":[]}`, refusal: "unknown-error @ channel"},
		{name: "§1 row 12b: no destination at all", content: `{}`, change: func(d *message.Defaults) { d.Channel = nil }, refusal: "unknown-error @ roomId"},
		{name: "P: a number has no slice", mode: exact, content: `{"channel":5}`, refusal: "channel.slice is not a function @ channel"},
		{name: "P: nor has an object", mode: exact, content: `{"roomId":{"a":1}}`, refusal: "channel.slice is not a function @ roomId"},
		{name: "P: null in a list", mode: exact, content: `{"channel":["#a",null]}`, refusal: "Cannot read properties of null (reading '0') @ channel[1]"},
		{name: "P: the message is checked in the first channel before the second is looked at", mode: exact, content: `{"channel":["#a",5],"tmid":1}`, refusal: "Match error: Match error: Expected string, got number in field tmid @ tmid"},
		{name: "P: unless it goes on", mode: exact, content: `{"channel":["#a",5],"tmid":1,"separateResponse":true}`, refusal: "channel.slice is not a function @ channel[1]"},
		{name: "a list in a list is no channel", mode: exact, content: `{"channel":[["#a"]]}`, refusal: "invalid-channel @ channel[0]"},
		{name: "repair: an empty list falls to the integration", mode: repair, content: `{"channel":[]}`, channels: []string{"#alerts"}, warnings: []string{"dropped channel"}},
		{name: "repair: a number is a name", mode: repair, content: `{"channel":12345678901234567890}`, channels: []string{"12345678901234567890"}, warnings: []string{"channel-converted channel"}},
		{name: "repair: space around a name", mode: repair, content: `{"channel":[" #a ","#a"]}`, channels: []string{"#a"}, warnings: []string{"channel-converted channel[0]"}},
		{name: "repair: what is no name is left out", mode: repair, content: `{"channel":[null,"#a","",{"x":1},["#b"],true]}`, channels: []string{"#a"},
			warnings: []string{"channel-dropped channel[0]", "channel-dropped channel[2]", "channel-dropped channel[3]", "channel-dropped channel[4]", "channel-dropped channel[5]"}},
		{name: "repair: nothing usable falls to roomId", mode: repair, content: `{"channel":[null],"roomId":"r"}`, channels: []string{"r"}, warnings: []string{"channel-dropped channel[0]"}},
		{name: "repair: and then to the integration", mode: repair, content: `{"channel":{},"roomId":{}}`, channels: []string{"#alerts"}, warnings: []string{"channel-dropped channel", "channel-dropped roomId"}},
	})
}

func TestBuildPrecedence(t *testing.T) {
	alias := func(d *message.Defaults) { d.Alias = "Integration" }
	pictures := func(d *message.Defaults) { d.Avatar, d.Emoji = "https://i/a.png", ":i:" }
	emoji := func(d *message.Defaults) { d.Emoji = ":i:" }
	runBuildCases(t, []buildCase{
		{name: "§6.1 alias: username beats alias", content: `{"username":"u","alias":"a"}`, change: alias, want: `{"alias":"u"}`},
		{name: "§6.1 alias: alias beats the integration", content: `{"username":"","alias":"a"}`, change: alias, want: `{"alias":"a"}`},
		{name: "§6.1 alias: the integration's", content: `{"alias":null}`, change: alias, want: `{"alias":"Integration"}`},
		{name: "§6.1 alias: none is empty, and kept", content: `{}`, want: `{"alias":""}`},

		{name: "§6.1 msg: text beats msg", content: `{"text":"t","msg":"m"}`, want: `{"msg":"t"}`},
		{name: "§6.1 msg: empty text falls to msg", content: `{"text":"","msg":"m"}`, want: `{"msg":"m"}`},
		{name: "§6.1 msg: 0 falls to msg", content: `{"text":0,"msg":"m"}`, want: `{"msg":"m"}`},
		{name: "§6.1 msg: -0.0e5 is falsy as well", content: `{"text":-0.0e5,"msg":"m"}`, want: `{"msg":"m"}`},
		{name: "§6.1 msg: so is what rounds to zero", content: `{"text":1e-400,"msg":"m"}`, want: `{"msg":"m"}`},
		{name: "§6.1 msg: false falls to msg", content: `{"text":false,"msg":"m"}`, want: `{"msg":"m"}`},
		{name: "§6.1 msg: none is empty, and kept", content: `{}`, want: `{"msg":""}`},
		{name: "§6.1 msg: numbers become text", content: `{"text":42}`, want: `{"msg":"42"}`},
		{name: "§6.1 msg: as JavaScript prints them", content: `{"text":1e21}`, want: `{"msg":"1e+21"}`},
		{name: "§6.1 msg: true becomes text", content: `{"text":true}`, want: `{"msg":"true"}`},
		{name: "§6.1 msg: trimmed", content: `{"text":"\ufeff\u00a0\n a b \u2028\t"}`, want: `{"msg":"a b"}`},
		{name: "§6.1 msg: only what JavaScript trims", content: `{"text":"\u0085a\u200b"}`, want: "{\"msg\":\"\u0085a\u200b\"}"},
		{name: "§6.1 msg: a text of spaces is truthy and beats msg", content: `{"text":" ","msg":"m"}`, want: `{"msg":""}`},
		{name: "§6.1 msg: not escaped for HTML", content: `{"text":"<a&b>"}`, want: `{"msg":"<a&b>"}`},
		{name: "§6.1 msg: an object", mode: exact, content: `{"text":{"a":1}}`, want: `{"msg":"[object Object]"}`},
		{name: "§6.1 msg: an array", mode: exact, content: `{"text":[1,[2,null],"x",{}]}`, want: `{"msg":"1,2,,x,[object Object]"}`},
		{name: "§6.1 msg: an object that cannot be text", mode: exact, content: `{"text":{"toString":1}}`, refusal: "Cannot convert object to primitive value @ text"},
		{name: "§6.1 msg: a repeated name counts last", content: `{"text":"a","\u0074ext":"b"}`, want: `{"msg":"b"}`},

		{name: "§6.1 attachments: missing is []", content: `{}`, want: `{"attachments":[]}`},
		{name: "§6.1 attachments: null is []", content: `{"attachments":null}`, want: `{"attachments":[],"parseUrls":true}`},
		{name: "§6.1 attachments: no array is ignored", content: `{"attachments":{"text":"x"}}`, want: `{"attachments":[],"parseUrls":true}`, warnings: []string{"attachments-ignored attachments"}},
		{name: "§6.1 attachments: kept in the author's order, unknown keys too", content: `{"attachments":[{"zeta":{"b":1,"a":[2]},"title":"<t>","n":12345678901234567890}]}`,
			want: `{"attachments":[{"zeta":{"b":1,"a":[2]},"title":"<t>","n":12345678901234567890}]}`},
		{name: "§6.1 attachments[i].msg: becomes the text, trimmed", content: `{"attachments":[{"msg":" m ","title":"t"}]}`, want: `{"attachments":[{"title":"t","text":"m"}]}`},
		{name: "§6.1 attachments[i].msg: beats text, in its place", content: `{"attachments":[{"text":"t","msg":5,"title":"t"}]}`, want: `{"attachments":[{"text":"5","title":"t"}]}`},
		{name: "§6.1 attachments[i].msg: falsy stays", content: `{"attachments":[{"msg":"","text":"t"}]}`, want: `{"attachments":[{"msg":"","text":"t"}]}`},
		{name: "§6.1 attachments[i].msg: an object", mode: exact, content: `{"attachments":[{"msg":{"a":1}}]}`, want: `{"attachments":[{"text":"[object Object]"}]}`},
		{name: "§6.1 attachments[i].msg: an object that cannot be text", mode: exact, content: `{"attachments":[{"msg":{"toString":1}}]}`, refusal: "Cannot convert object to primitive value @ attachments[0].msg"},
		{name: "JSON.stringify: rewritten texts are escaped as there", content: `{"attachments":[{"msg":"\u0007\b\f\r\t\"\\\/<&>\u007f\u2028."}]}`, want: "{\"attachments\":[{\"text\":\"\\u0007\\b\\f\\r\\t\\\"\\\\/<&>\u007f\u2028.\"}]}"},
		{name: "JSON.parse: a repeated name stays once, last value, first place", content: `{"attachments":[{"title":"a","text":"t","title":"b"}]}`, want: `{"attachments":[{"title":"b","text":"t"}]}`},

		{name: "§6.1 parseUrls: given", content: `{"parseUrls":false}`, want: `{"parseUrls":false}`},
		{name: "§6.1 parseUrls: true without attachments", content: `{"text":"t"}`, want: `{"parseUrls":true}`},
		{name: "§6.1 parseUrls: false with an empty list", content: `{"attachments":[]}`, want: `{"parseUrls":false}`},
		{name: "§6.1 parseUrls: given beats attachments", content: `{"attachments":[{}],"parseUrls":true}`, want: `{"parseUrls":true}`},
		{name: "§6.1 parseUrls: null is given, and removed", content: `{"parseUrls":null}`, want: `{"parseUrls":null}`},
		{name: "§6.1 groupable: false unless given", content: `{}`, want: `{"groupable":false}`},
		{name: "§6.1 groupable: given", content: `{"groupable":true}`, want: `{"groupable":true}`},
		{name: "§6.1 groupable: null is given, and removed", content: `{"groupable":null}`, want: `{"groupable":null}`},
		{name: "§6.1 tmid as given", content: `{"tmid":"abc"}`, want: `{"tmid":"abc"}`},
		{name: "§6.1 tmid: null removed", content: `{"tmid":null}`, want: `{"tmid":null}`},
		{name: "§6.1 customFields as given", content: `{"customFields":{"b":1,"a":"<"}}`, want: `{"customFields":{"b":1,"a":"<"}}`},
		{name: "§6.1 customFields: null removed", content: `{"customFields":null}`, want: `{"customFields":null}`},
		{name: "§6.1 bot: the integration, the payload's own is overwritten", content: `{"bot":{"i":"x"}}`, want: `{"bot":{"i":"hook"}}`},
		{name: "§6.1 unknown keys are dropped", content: `{"link_names":1,"mrkdwn":true,"blocks":[],"tshow":true,"thread_ts":"1"}`,
			want: `{"link_names":null,"mrkdwn":null,"blocks":null,"tshow":null,"thread_ts":null}`},

		{name: "§6.1 avatar: icon_url beats avatar", content: `{"icon_url":"https://a","avatar":"https://b"}`, want: `{"avatar":"https://a","emoji":null}`},
		{name: "§6.1 avatar: payload avatar beats payload emoji", content: `{"avatar":"https://b","icon_emoji":":e:"}`, want: `{"avatar":"https://b","emoji":null}`},
		{name: "§6.1 avatar: payload emoji beats integration avatar", content: `{"emoji":":e:"}`, change: pictures, want: `{"avatar":null,"emoji":":e:"}`},
		{name: "§6.1 emoji: icon_emoji beats emoji", content: `{"emoji":":e:","icon_emoji":":i:"}`, want: `{"emoji":":i:"}`},
		{name: "§6.1 avatar: integration avatar beats integration emoji", content: `{}`, change: pictures, want: `{"avatar":"https://i/a.png","emoji":null}`},
		{name: "§6.1 emoji: the integration's", content: `{}`, change: emoji, want: `{"avatar":null,"emoji":":i:"}`},
		{name: "§6.1 avatar: empty ones count as none", content: `{"icon_url":"","avatar":"","icon_emoji":"","emoji":""}`, change: emoji, want: `{"emoji":":i:"}`},
		{name: "§6.1 avatar: a space is not empty, and relative", mode: exact, content: `{"avatar":" ","emoji":":e:"}`, want: `{"avatar":" ","emoji":null}`},
		{name: "repair: a blank avatar counts as none", mode: repair, content: `{"avatar":" ","emoji":":e:"}`, want: `{"avatar":null,"emoji":":e:"}`, warnings: []string{"url-dropped avatar"}},
		{name: "§6.1 avatar: numbers and booleans count as none", content: `{"icon_url":5,"avatar":true}`, change: emoji, want: `{"avatar":null,"emoji":":i:"}`},
		{name: "§6.1 avatar: but an empty list wins over the other name", mode: exact, content: `{"icon_url":[],"avatar":"https://b"}`, refusal: "Match error: Match error: Match error: Expected string, got object in field avatar @ avatar"},
		{name: "§6.3 avatar may be relative", content: `{"avatar":"avatar/rocket.cat"}`, want: `{"avatar":"avatar/rocket.cat"}`},

		{name: "§4 content {} posts an empty message", content: `{}`, want: `{"channel":"#alerts","msg":"","alias":"","attachments":[],"groupable":false,"parseUrls":true,"bot":{"i":"hook"}}`},
		{name: "§1 9g an array as content has none of the keys", content: `[{"text":"x"}]`, want: `{"msg":"","attachments":[]}`, channels: []string{"#alerts"}, warnings: []string{"content-array"}},
	})
}

func TestBuildSeparate(t *testing.T) {
	for _, c := range []struct {
		name, content string
		request, want bool
	}{
		{"§4 true", `{"separateResponse":true}`, false, true},
		{"§4 any truthy value", `{"separateResponse":"no"}`, false, true},
		{"§4 the content beats the request", `{"separateResponse":0}`, true, false},
		{"§1 9g the request's, when the key is absent", `{}`, true, true},
		{"§1 9g null is a present key", `{"separateResponse":null}`, true, false},
		{"§6.4 default false", `{}`, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := defaults()
			d.SeparateResponse = c.request
			built, err := message.Build(json.RawMessage(c.content), d, message.Options{})
			if err != nil || built.Separate != c.want {
				t.Errorf("Separate = %v, %v; want %v", built.Separate, err, c.want)
			}
		})
	}
}

// With separateResponse Rocket.Chat answers for each channel even when the
// message is refused in all of them (§6.4), so the channels have to be known.
func TestBuildRefusedKeepsChannels(t *testing.T) {
	content := `{"channel":["#a","#b"],"separateResponse":true,"tmid":5}`
	built, err := message.Build(json.RawMessage(content), defaults(), message.Options{Exact: true})
	if refusal(t, err) == "" || len(built.Messages) != 2 || built.Messages[1].Channel != "#b" || !built.Separate {
		t.Errorf("got %+v, %v", built, err)
	}
}

func TestBuildNoContent(t *testing.T) {
	for _, content := range []string{``, `{`, `"text"`, `5`, `null`, `{} {}`, "{\"a\":\"\n\"}"} {
		_, err := message.Build(json.RawMessage(content), defaults(), message.Options{})
		var refused *message.Error
		if err == nil || errors.As(err, &refused) {
			t.Errorf("%q: got %v, want an error that is not for the sender", content, err)
		}
	}
}

func TestBuildInvalidUTF8(t *testing.T) {
	built, err := message.Build(json.RawMessage("{\"text\":\"a\xffb\",\"attachments\":[{\"title\":\"\xc3\"}]}"), defaults(), message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	compareMembers(t, `{"msg":"a�b","attachments":[{"title":"�"}]}`, built.Messages[0])
}

func compactJSON(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Compact(&buf, raw); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}
