package cases

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// written is a case that reads back as it is.
func written(body string) *Case {
	c := New()
	c.Body, c.Query = []byte(body), "a[]=1&b=%20"
	c.Headers = []engine.Header{{Name: "X-Event", Value: "push: true # no comment"}, {Name: "content-type", Value: "application/json"}, {Name: "n", Value: "12"}}
	c.Integration.Channel, c.Integration.Alias, c.Integration.Compat = []string{"#a", "@ann"}, "Ops", engine.CompatStrict
	c.Integration.OverrideDestinationChannelEnabled = false
	c.User = engine.User{ID: "u1", Name: "Ann: Lee", Username: "ann"}
	c.Integration.Username = "ann"
	c.Now = time.Date(2026, 11, 23, 1, 2, 3, 456000000, time.UTC)
	c.Answers = []Answer{{Method: "GET", URL: "https://a.example/*", Status: 201, Headers: []engine.Header{{Name: "content-type", Value: "text/plain"}}, Body: []byte("{}\n")}}
	return c
}

func TestYAMLReadsBack(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "an object": `{"b":1,"a":[1.5,null,true,"x"],"":{}}`, "odd texts": `{"a":"yes","b":"012","c":" a","d":"a\nb\n","e":"#x","f":"\u2028 😀","g":"a: b","h":"~","i":"!!binary x"}`,
		"indented": "{\n  \"a\": 1\n}\n", "a number": "12", "a text": `"x"`, "broken": `{"a":`, "a form": "a=1&b=2", "no text": "\xff\x00\x80", "an anchor": `{"a":"&x","b":"*x","<<":{"c":1}}`,
		"a repeated key": `{"a":1,"a":2}`, "a large number": `{"n":12345678901234567890,"e":1e400}`, "lone surrogate": `{"a":"\ud83d"}`, "escapes": `{"a":"\/"}`, "only spaces": "  ",
	} {
		t.Run(name, func(t *testing.T) {
			want := written(body)
			text, err := want.YAML()
			if err != nil {
				t.Fatal(err)
			}
			got, err := parseYAML(text)
			if err != nil {
				t.Fatalf("%v in\n%s", err, text)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-written +read):\n%s\n%s", diff, text)
			}
		})
	}
}

func TestFromExecution(t *testing.T) {
	x := &integrations.Execution{
		Request: integrations.Incoming{
			Method: "POST", Target: "/hooks/pagerduty/***?x=1", Body: []byte(`{"event":{"id":"e1"}}`), ReceivedAt: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
			Headers: []engine.Header{{Name: "Host", Value: "a.example"}, {Name: "X-Webhook-Id", Value: "w"}, {Name: "Accept", Value: "a"}, {Name: "accept", Value: "b"}},
		},
		HTTP: []engine.HTTPCall{{Method: "GET", URL: "https://a.example/", Status: 200, ResponseBody: "hi"}, {Method: "GET", URL: "https://b.example/", Error: "refused"}},
	}
	hosted := &integrations.Hosted{
		Integration: integrations.Integration{ID: "pagerduty", Token: "SECRET", Channel: []string{"#alerts"}, Username: "rocket.cat"},
		Sender:      engine.User{ID: "rocket.cat", Name: "Rocket.Cat", Username: "rocket.cat"},
	}
	text, err := FromExecution(x, hosted).YAML()
	if err != nil {
		t.Fatal(err)
	}
	want := `request:
  method: POST
  query: x=1
  headers:
    Host: a.example
    X-Webhook-Id: w
    Accept: a, b
  body:
    event:
      id: e1
integration:
  id: pagerduty
  channel: ['#alerts']
  username: rocket.cat
  override_destination_channel_enabled: false
user:
  _id: rocket.cat
  name: Rocket.Cat
  username: rocket.cat
now: "2026-11-23T00:00:00Z"
http:
  - method: GET
    url: https://a.example/
    status: 200
    headers: {}
    body: hi
`
	if diff := cmp.Diff(want, string(text)); diff != "" || strings.Contains(string(text), "SECRET") {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
