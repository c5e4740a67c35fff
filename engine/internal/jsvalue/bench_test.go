package jsvalue

import (
	"os"
	"testing"

	"github.com/dop251/goja"
)

// BenchmarkParse makes values of a body such as scripts get.
func BenchmarkParse(b *testing.B) {
	body, err := os.ReadFile("../../testdata/pagerduty-v3.json")
	if err != nil {
		b.Fatal(err)
	}
	r, text := NewRealm(goja.New()), string(body)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
