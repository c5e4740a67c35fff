package message

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDifference(t *testing.T) {
	one := Message{Channel: "#alerts", Msg: "Disk is full\non db-1: 42", Alias: "Ops", Attachments: []json.RawMessage{
		json.RawMessage(`{"title":"yes","color":"#ff0000","fields":[{"title":"n","value":1.50,"short":true}],"x":null}`),
	}}
	other := one
	other.Msg, other.Alias = "Disk is full\non db-2: 42", ""
	two := Message{Channel: "@ann", Msg: "hi"}
	for _, test := range []struct {
		name          string
		before, after []Message
		want          string
	}{
		{"nothing", nil, nil, ""},
		{"the same", []Message{one, two}, []Message{one, two}, ""},
		{"a line of the text, a field gone", []Message{one}, []Message{other}, `--- before
+++ after
@@ -1,8 +1,7 @@
 channel: '#alerts'
 msg: |-
   Disk is full
-  on db-1: 42
-alias: Ops
+  on db-2: 42
 attachments:
   - title: yes
     color: '#ff0000'
`},
		{"one more", []Message{two}, []Message{two, two}, `--- before
+++ after
@@ -1,2 +1,5 @@
 channel: '@ann'
 msg: hi
+---
+channel: '@ann'
+msg: hi
`},
		{"none any more", []Message{two}, nil, `--- before
+++ after
@@ -1,2 +0,0 @@
-channel: '@ann'
-msg: hi
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Difference(test.before, test.after)
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestListingOfOddTexts(t *testing.T) {
	for _, text := range []string{"", " ", "true", "12", "- a", "a: b", "#x", "a\tb", "\n", " a\n b", "a\r\nb", "\u2028", "\x00", "\xff", "a\n\n", "😀", `\ud83d`} {
		m := Message{Channel: "#a", Msg: text}
		if _, err := Listing([]Message{m}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
