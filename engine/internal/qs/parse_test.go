package qs_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/qs"
)

// testdata/qs.json holds query strings and what npm's qs 6.14.0 makes of them
// with arrayLimit 500, as JSON text in the order JavaScript enumerates.
func TestParseAgreesWithQS(t *testing.T) {
	text, err := os.ReadFile("testdata/qs.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Query, JSON string }
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 100 {
		t.Fatalf("%d cases in testdata, want at least 100", len(cases))
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.JSON, asJSON(qs.Parse(c.Query))); diff != "" {
			t.Errorf("Parse(%.80q) (-qs +ours):\n%.2000s", c.Query, diff)
		}
	}
}

func TestParseLimits(t *testing.T) {
	many := strings.TrimSuffix(strings.Repeat("a=1&", 1200), "&")
	if got := qs.Parse(many).Get("a").([]any); len(got) != qs.ParameterLimit {
		t.Errorf("%d of 1200 parameters read, want %d", len(got), qs.ParameterLimit)
	}
	if _, isArray := qs.Parse("a[500]=x").Get("a").([]any); !isArray {
		t.Error("a[500] is not an array")
	}
	if _, isObject := qs.Parse("a[501]=x").Get("a").(*qs.Object); !isObject {
		t.Error("a[501] is not an object")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "a=1&b[]=2&c[d]=3", "a[2]=x&a[0]=y&a=z", "%5B%5D=%zz", "a[b][c][d][e][f][g]=1", "[=]&]["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		text := asJSON(qs.Parse(query))
		if utf8.ValidString(query) && !json.Valid([]byte(text)) {
			t.Errorf("Parse(%q) = %s", query, text)
		}
		if strings.Contains(text, `"__proto__":`) {
			t.Errorf("Parse(%q) kept a prototype: %s", query, text)
		}
	})
}

// asJSON prints a parsed value as JSON.stringify would.
func asJSON(v any) string {
	switch v := v.(type) {
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = asJSON(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case *qs.Object:
		members := make([]string, 0, len(v.Keys()))
		for _, key := range inEnumerationOrder(v.Keys()) {
			members = append(members, asJSON(key)+":"+asJSON(v.Get(key)))
		}
		return "{" + strings.Join(members, ",") + "}"
	case string:
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			panic(err)
		}
		return strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(b.String(), "\n"))
	}
	return fmt.Sprint(v)
}

func inEnumerationOrder(keys []string) []string {
	var indices, names []string
	for _, key := range keys {
		var n uint32
		if _, err := fmt.Sscanf(key, "%d", &n); err == nil && fmt.Sprint(n) == key && n < 1<<32-1 {
			indices = append(indices, key)
		} else {
			names = append(names, key)
		}
	}
	slices.SortFunc(indices, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return append(indices, names...)
}
