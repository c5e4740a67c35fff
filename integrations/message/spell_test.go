package message_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/message"
)

// What becomes of objects by their place: the path and text of each stand in
// objects, and "refusal" in place of a message says that it is refused.
func TestSpell(t *testing.T) {
	const date = "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)"
	iso := `"1970-01-01T00:00:00.000Z"`
	tests := []struct {
		name, content string
		objects       []message.Object
		// repaired and exact are members of the message, or "refused: TEXT".
		repaired, exact string
	}{
		{"an Error as text", `{"text":{}}`, []message.Object{{"text", "Error: x"}},
			`{"msg":"Error: x"}`, `{"msg":"Error: x"}`},
		{"a Date as msg", `{"msg":` + iso + `}`, []message.Object{{"msg", date}},
			`{"msg":"` + date + `"}`, `{"msg":"` + date + `"}`},
		{"new Boolean(false) is truthy", `{"text":false}`, []message.Object{{"text", "false"}},
			`{"msg":"false"}`, `{"msg":"false"}`},
		{"Infinity", `{"text":null}`, []message.Object{{"text", "Infinity"}},
			`{"msg":"Infinity"}`, `{"msg":"Infinity"}`},
		{"in lists in lists", `{"text":[1,[{}],null,` + iso + `]}`, []message.Object{{"text[1][0]", "/x/g"}, {"text[2]", "NaN"}, {"text[3]", date}},
			"", `{"msg":"1,/x/g,NaN,` + date + `"}`},
		{"lines", `{"text":["a",{}]}`, []message.Object{{"text[1]", "TypeError: y"}},
			`{"msg":"a\nTypeError: y"}`, `{"msg":"a,TypeError: y"}`},
		{"msg of an attachment", `{"attachments":[{},{"msg":{}}]}`, []message.Object{{"attachments[1].msg", "Error: x"}},
			`{"attachments":[{},{"text":"Error: x"}]}`, `{"attachments":[{},{"text":"Error: x"}]}`},
		{"an Error as text of an attachment", `{"attachments":[{"text":{}}]}`, []message.Object{{"attachments[0].text", "Error: x"}},
			`{"attachments":[{"text":"Error: x"}]}`, "refused: Match error: Match error: Expected string, got object in field text"},
		{"a boxed String as text of an attachment", `{"attachments":[{"text":"t"}]}`, []message.Object{{"attachments[0].text", "t"}},
			`{"attachments":[{"text":"t"}]}`, "refused: Match error: Match error: Expected string, got object in field text"},
		{"a Date as ts", `{"attachments":[{"ts":` + iso + `}]}`, []message.Object{{"attachments[0].ts", date}},
			`{"attachments":[{"ts":` + iso + `}]}`, "refused: Match error: Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation in field ts"},
		{"an invalid Date as ts", `{"attachments":[{"ts":null}]}`, []message.Object{{"attachments[0].ts", "Invalid Date"}},
			`{"attachments":[{"ts":null}]}`, "refused: Match error: Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation in field ts"},
		{"NaN as ts", `{"attachments":[{"ts":null}]}`, []message.Object{{"attachments[0].ts", "NaN"}},
			`{"attachments":[{"ts":null}]}`, `{"attachments":[{"ts":null}]}`},
		{"a Date as value of a field", `{"attachments":[{"fields":[{"title":"t","value":` + iso + `}]}]}`, []message.Object{{"attachments[0].fields[0].value", date}},
			`{"attachments":[{"fields":[{"title":"t","value":` + iso + `}]}]}`, "refused: Match error: Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation in field value"},
		{"an Error as value of a field", `{"attachments":[{"fields":[{"title":"t","value":{}}]}]}`, []message.Object{{"attachments[0].fields[0].value", "Error: x"}},
			`{"attachments":[{"fields":[{"title":"t","value":"Error: x"}]}]}`, "refused: Match error: Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation in field value"},
		{"a boxed alias", `{"alias":"a"}`, []message.Object{{"alias", "a"}},
			`{"alias":"a"}`, "refused: Match error: Match error: Expected string, got object in field alias"},
		{"where nothing is asked", `{"attachments":[{"extra":` + iso + `}],"customFields":{"e":{}}}`, []message.Object{{"attachments[0].extra", date}, {"customFields.e", "Error: x"}},
			`{"attachments":[{"extra":` + iso + `}],"customFields":{"e":{}}}`, `{"attachments":[{"extra":` + iso + `}],"customFields":{"e":{}}}`},
	}
	for _, tt := range tests {
		for _, exact := range []bool{false, true} {
			want := tt.repaired
			if exact {
				want = tt.exact
			}
			if want == "" {
				continue
			}
			content := message.Spell(json.RawMessage(tt.content), tt.objects, exact)
			built, err := message.Build(content, defaults(), message.Options{Exact: exact})
			if err != nil {
				if diff := cmp.Diff(want, "refused: "+err.Error()); diff != "" {
					t.Errorf("%s, exact %v (-want +got):\n%s", tt.name, exact, diff)
				}
				continue
			}
			compareMembers(t, want, built.Messages[0])
		}
	}
}

func TestSpellChangesNothingElse(t *testing.T) {
	const content = ` {"b" : [1,{"c":null}], "text":"a" , "b":2}`
	for _, objects := range [][]message.Object{nil, {{"text.x", "no"}, {"attachments[0].ts", "no"}}} {
		if got := string(message.Spell(json.RawMessage(content), objects, true)); got != content && got != content[1:] {
			t.Errorf("%v: %s", objects, got)
		}
	}
}
