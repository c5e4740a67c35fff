package message_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/message"
)

const fuzzMaxText = 60

// FuzzBuild holds what Build promises of any content that is JSON. The corpus is
// in testdata/fuzz/FuzzBuild.
func FuzzBuild(f *testing.F) {
	f.Add([]byte(typical))
	f.Add([]byte(repaired))
	f.Fuzz(func(t *testing.T, content []byte) {
		if !json.Valid(content) {
			t.Skip("not JSON")
		}
		if first := firstByte(content); first == '{' || first == '[' {
			checkBuild(t, content)
			return
		}
		if _, err := message.Build(content, defaults(), message.Options{}); err == nil {
			t.Fatal("a content that is no object or array was accepted")
		}
	})
}

// FuzzBuildGenerated does the same with contents made of the names and values
// that matter, chosen by the bytes of the input.
func FuzzBuildGenerated(f *testing.F) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		choices := make([]byte, 10+random.IntN(200))
		for i := range choices {
			choices[i] = byte(random.UintN(256))
		}
		f.Add(choices)
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		g := generator{choices}
		checkBuild(t, g.content())
	})
}

func checkBuild(t *testing.T, content []byte) {
	exact, exactErr := message.Build(content, defaults(), message.Options{Exact: true, MaxText: fuzzMaxText})
	repaired, err := message.Build(content, defaults(), message.Options{MaxText: fuzzMaxText})
	if err != nil {
		t.Fatalf("repair mode refused: %v\n%s", err, content)
	}
	checkOverrideRefusal(t, content)
	checkRepaired(t, repaired)
	if exactErr == nil && len(repaired.Warnings) == 0 {
		if diff := cmp.Diff(marshal(t, exact.Messages), marshal(t, repaired.Messages)); diff != "" {
			t.Fatalf("repaired without a warning (-exact +repaired):\n%s", diff)
		}
	}
}

func firstByte(content []byte) byte {
	return content[slices.IndexFunc(content, func(r byte) bool { return r > ' ' })]
}

// checkOverrideRefusal: repair mode refuses the override of the channel and
// nothing else, and then exact mode does, too.
func checkOverrideRefusal(t *testing.T, content []byte) {
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
