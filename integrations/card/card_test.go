package card_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rocketscript/integrations/card"
)

var update = flag.Bool("update", false, "record the cards as what the tests want")

// TestCards reads every testdata/*.txtar: the comment is integration, kind and
// cause, a line each; the file "payload" is what a sender sent (made up, in the
// shape its documentation shows), and "want" the card.
func TestCards(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil || len(archive.Files) != 2 {
				t.Fatalf("not a case: %v", err)
			}
			got := indented(t, card.Content(eventOf(archive)))
			if *update {
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Errorf("card (-want +got):\n%s", diff)
			}
		})
	}
}

func eventOf(archive *txtar.Archive) card.Event {
	lines := strings.Split(string(archive.Comment), "\n")
	return card.Event{Integration: lines[0], Kind: lines[1], Cause: lines[2], Payload: archive.Files[0].Data}
}

func indented(t *testing.T, content json.RawMessage) string {
	t.Helper()
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(content); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
