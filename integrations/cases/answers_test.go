package cases_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations/cases"
	"rocketscript/integrations/message"
)

const answering = `
request: {body: {}}
now: 2026-03-14T08:02:11Z
http:
  - {method: post, url: "https://api.example/*/items?*", status: 201, headers: {X-A: one}, body: {id: 1, name: é}}
  - {url: "https://api.example", body: plain text}
  - {url: "https://moved.example/*", status: 302, headers: {location: "https://api.example/"}}
  - {url: "*/list", body: [1, 2]}
`

func TestAnswers(t *testing.T) {
	c, err := cases.Parse("a.case.yaml", []byte(answering))
	if err != nil {
		t.Fatal(err)
	}
	source := `class Script { async process_incoming_request() {
		const post = await fetch('https://api.example/v1/items?x=1', {method: 'POST', body: {a: 1}});
		const got = [post.status, post.headers.get('x-a'), await post.json()];
		for (const url of ['https://api.example', 'https://api.example/', 'https://moved.example/x']) got.push(await (await fetch(url)).text());
		got.push(HTTP('GET', 'http://else.example/list').result.data, HTTP('GET', 'https://unknown.example/').error.message);
		const order = [];
		await Promise.all([1, 2, 3].map(async (n) => { await fetch('http://a.example/list'); order.push(n) }).concat(
			new Promise(resolve => setTimeout(() => { order.push('timer'); resolve() }, 3600000))));
		return {content: {text: JSON.stringify({got, order, now: new Date()})}};
	} }`
	host := engine.NewHost(engine.Options{HTTP: c.HTTP(nil)})
	defer host.Close()
	report, err := c.Run(context.Background(), host, cases.Script{Name: "s.js", Source: source}, message.Options{})
	if err != nil || len(report.Messages) != 1 {
		t.Fatalf("%v, %s", err, report.JSON())
	}
	want := `{"got":[201,"one",{"id":1,"name":"é"},"plain text","plain text","plain text",[1,2],` +
		`"nothing answers GET https://unknown.example/ here; add one to the case's http: list, or use --live to make the call"],"order":[1,2,3,"timer"],"now":"2026-03-14T08:02:11.000Z"}`
	if diff := cmp.Diff(want, report.Messages[0].Msg); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(report.HTTP) != 9 || report.HTTP[0].Status != 201 || report.HTTP[0].RequestBody != `{"a":1}` || report.HTTP[3].Redirects[0] != "https://api.example/" {
		t.Errorf("calls %+v", report.HTTP)
	}
	if !strings.Contains(string(report.JSON()), `"url": "https://unknown.example/",`) {
		t.Errorf("the report does not show the call: %s", report.JSON())
	}
}

func TestAnswersRefused(t *testing.T) {
	for file, want := range map[string]string{
		`http: [{status: 200}]`:                   "http: entry 1: url is missing",
		`http: [{url: "*"}, {url: a, status: 9}]`: "http: entry 2: status 9 is not between 200 and 599",
		`http: [{url: a, nonsense: 1}]`:           "nonsense",
	} {
		if _, err := cases.Parse("a.case.yaml", []byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}
