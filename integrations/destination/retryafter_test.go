package destination

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestRateLimit(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	in := func(d time.Duration) string { return fmt.Sprint(now.Add(d).UnixMilli()) }
	for _, test := range []struct {
		remaining, reset string
		want             time.Duration
	}{
		{"", "", 0},
		{"9", in(time.Minute), 0},
		{"0", in(time.Minute), time.Minute},
		{" 0 ", in(42 * time.Second), 42 * time.Second},
		{"-1", in(time.Second), time.Second},
		{"0", in(-time.Second), 0},
		{"0", in(9000 * time.Hour), maxRetryAfter},
		{"0", "", 0},
		{"0", "soon", 0},
		{"none", in(time.Minute), 0},
		{"", in(time.Minute), 0},
	} {
		header := http.Header{}
		header.Set("X-RateLimit-Limit", "10")
		header.Set("X-RateLimit-Remaining", test.remaining)
		header.Set("X-RateLimit-Reset", test.reset)
		if got := rateLimit(header, now); got != test.want {
			t.Errorf("%q until %q: %v, want %v", test.remaining, test.reset, got, test.want)
		}
	}
}
