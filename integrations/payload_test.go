package integrations

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzReadPayload(f *testing.F) {
	for _, seed := range [][2]string{
		{"application/json", `{"text":"x"}`}, {"application/json; charset=utf-8", `[1]`}, {"application/json", `{"a":`},
		{"application/x-www-form-urlencoded", "payload=%7B%22a%22%3A1%7D"}, {"application/x-www-form-urlencoded", "a=1&a=%zz&=&&b"},
		{"application/x-www-form-urlencoded; charset=x", `{"a":"b&c=d"}`}, {"text/plain", "x"}, {"", ""},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		p := readPayload(contentType, body)
		if p.content == "" {
			return
		}
		first := strings.TrimLeft(p.content, " \t\r\n")[0]
		if !json.Valid([]byte(p.content)) || first != '{' && first != '[' {
			t.Errorf("content is no JSON object or array: %q", p.content)
		}
		if first == '[' && p.refusal == "" {
			t.Errorf("an array would be a message without a script: %q", p.content)
		}
	})
}

func TestTruthy(t *testing.T) {
	for value, want := range map[string]bool{
		"": false, "null": false, "false": false, `""`: false, "0": false, "-0": false,
		"true": true, `"0"`: true, "1": true, "{}": true, "[]": true, `" "`: true,
	} {
		if got := truthy(json.RawMessage(value)); got != want {
			t.Errorf("truthy(%s) = %v", value, got)
		}
	}
}

// TestAnswersOfErrors is §1 row 9e and §4 "error shapes".
func TestAnswersOfErrors(t *testing.T) {
	for value, want := range map[string]string{
		`"txt"`: `{"success":false,"error":"txt"}`,
		`{"success":false,"message":"Error example"}`: `{"success":false,"message":"Error example"}`,
		`{"message":"m"}`:         `{"message":"m","success":false}`,
		`{"a":1,"success":"yes"}`: `{"a":1,"success":false}`,
		`{}`:                      `{"success":false}`,
		`true`:                    `{"success":false,"error":true}`,
		`17`:                      `{"success":false,"error":17}`,
		`["a"]`:                   `["a"]`,
	} {
		reply := failureOf(json.RawMessage(value))
		if string(reply.Body) != want || reply.Status != 400 {
			t.Errorf("error %s answers %d %s, want 400 %s", value, reply.Status, reply.Body, want)
		}
	}
}

func TestWithMemberKeepsEverythingElse(t *testing.T) {
	got := withMember(json.RawMessage(`{"a<b":"<&>","n":1e400,"big":12345678901234567890,"success":{"x":[]}}`), "success", "true")
	want := `{"a<b":"<&>","n":1e400,"big":12345678901234567890,"success":true}`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestReadPayload(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	tests := []struct{ contentType, body, want string }{
		{"application/json", "\uFEFF{\"a\":1}", `{"a":1}`},
		{"application/json", "\uFEFF", ""},
		{form, "\uFEFFa=1", `{"a":"1"}`},
		{form, "a=%zz%20b+c&b=%", `{"a":"%zz b c","b":"%"}`},
		{form, "a=%E0%A4x%ff&%C3%A9", `{"a":"` + "\uFFFDx\uFFFD" + `","é":""}`},
		{form, "payload=%7B%22a%22%3A%22x%2By%22%7D", `{"a":"x+y"}`},
	}
	for _, tt := range tests {
		if got := readPayload(tt.contentType, []byte(tt.body)); got.content != tt.want || got.refusal != "" {
			t.Errorf("readPayload(%q, %q) = %+v, want %s", tt.contentType, tt.body, got, tt.want)
		}
	}
}
