package message_test

import (
	"encoding/json"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/message"
)

const fuzzMaxText = 60

// FuzzBuild holds what Build promises of any content that is JSON: an object or
// array. Seeds beyond these are in testdata/fuzz/FuzzBuild.
func FuzzBuild(f *testing.F) {
	f.Add([]byte(typical))
	f.Add([]byte(repaired))
	f.Add([]byte(`{"channel":["#a",null,5],"text":{"a":["x"]},"attachments":["x",null,{"fields":{"a":1},"actions":[{}]}]}`))
	f.Add([]byte("{\"text\":\"a `code` b\\n```go\\nfunc main() {}\\n```\\nand some more words that go over the limit\"}"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if !json.Valid(content) {
			t.Skip("not JSON")
		}
		exact, exactErr := message.Build(content, defaults(), message.Options{Exact: true, MaxText: fuzzMaxText})
		repaired, err := message.Build(content, defaults(), message.Options{MaxText: fuzzMaxText})
		if first := firstByte(content); first != '{' && first != '[' {
			if err == nil || exactErr == nil {
				t.Fatal("a content that is no object or array was accepted")
			}
			return
		}
		if err != nil {
			t.Fatalf("repair mode refused: %v", err)
		}
		checkOverrideRefusal(t, content, exact, exactErr)
		checkRepaired(t, repaired)
		if exactErr == nil && len(repaired.Warnings) == 0 {
			checkNeedlessRepair(t, exact, repaired)
		}
	})
}

func firstByte(content []byte) byte {
	return content[slices.IndexFunc(content, func(r byte) bool { return r > ' ' })]
}

// checkOverrideRefusal: repair mode refuses the override of the channel and
// nothing else, and then exact mode does, too.
func checkOverrideRefusal(t *testing.T, content []byte, exact message.Built, exactErr error) {
	d := defaults()
	d.OverrideDestinationChannel = false
	_, err := message.Build(content, d, message.Options{MaxText: fuzzMaxText})
	const text = "overriding destination channel is disabled for this integration"
	if err != nil && err.Error() != text {
		t.Fatalf("repair mode refused: %v", err)
	}
	_, again := message.Build(content, d, message.Options{Exact: true, MaxText: fuzzMaxText})
	if (err != nil) != (again != nil && again.Error() == text) {
		t.Fatalf("repair mode: %v, exact mode: %v", err, again)
	}
	if err != nil && exactErr == nil && exact.Messages[0].Channel == "" && len(exact.Messages) == 0 {
		t.Fatal("an override without a destination")
	}
}

// checkRepaired: what was repaired is a message of which nothing is left to
// repair, and which Rocket.Chat takes as it is.
func checkRepaired(t *testing.T, built message.Built) {
	if len(built.Messages) == 0 || len(built.Warnings) > message.MaxWarnings+1 {
		t.Fatalf("%d messages, %d warnings", len(built.Messages), len(built.Warnings))
	}
	m := built.Messages[0]
	if n := len(utf16.Encode([]rune(m.Msg))); n > fuzzMaxText {
		t.Fatalf("text of %d units: %q", n, m.Msg)
	}
	if m.Channel == "" || m.Avatar != "" && m.Emoji != "" {
		t.Fatalf("channel %q, avatar %q, emoji %q", m.Channel, m.Avatar, m.Emoji)
	}
	for _, a := range m.Attachments {
		message.ParseAttachment(a)
	}
	stored, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, exact := range []bool{false, true} {
		again, err := message.Build(stored, defaults(), message.Options{Exact: exact, MaxText: fuzzMaxText})
		if err != nil || len(again.Warnings) > 0 {
			t.Fatalf("%s\nbuilt again: %v, %v", stored, err, again.Warnings)
		}
		// Absent after a null, these two get their defaults the second time.
		second := again.Messages[0]
		if m.ParseURLs == nil {
			second.ParseURLs = nil
		}
		if m.Groupable == nil {
			second.Groupable = nil
		}
		if diff := cmp.Diff(marshal(t, m), marshal(t, second)); diff != "" {
			t.Fatalf("built again (-first +second):\n%s", diff)
		}
	}
}

// checkNeedlessRepair: without a warning, both modes build the same, but for
// empty URLs and avatars that only exact mode may have refused.
func checkNeedlessRepair(t *testing.T, exact, repaired message.Built) {
	if diff := cmp.Diff(marshal(t, exact.Messages), marshal(t, repaired.Messages)); diff != "" {
		t.Fatalf("repaired without a warning (-exact +repaired):\n%s", diff)
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// FuzzParseAttachment: it never fails, and reads no URL that could run a script.
func FuzzParseAttachment(f *testing.F) {
	f.Add([]byte(`{"title_link":"javascript:x","fields":[{"title":1}],"attachments":[{"image_dimensions":{"width":"5"}}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a := message.ParseAttachment(raw)
		for _, url := range []string{a.TitleLink, a.AuthorLink, a.AuthorIcon, a.ImageURL, a.ThumbURL, a.MessageLink, a.AudioURL, a.VideoURL, a.FooterIcon} {
			if url != "" && url[0] != 'h' && url[0] != 'd' && url[0] != '/' {
				t.Fatalf("URL %q", url)
			}
		}
	})
}
