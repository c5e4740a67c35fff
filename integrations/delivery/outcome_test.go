package delivery

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
)

func TestBackoff(t *testing.T) {
	tests := []struct {
		failures int
		random   float64
		want     time.Duration
	}{
		{0, 0.5, 500 * time.Millisecond}, {1, 0.5, 500 * time.Millisecond}, {1, 0, shortestWait},
		{2, 0.5, time.Second}, {3, 0.5, 2 * time.Second}, {9, 0.5, 128 * time.Second}, {10, 0.5, 150 * time.Second}, {11, 0.5, 150 * time.Second},
		{1_000_000, 0.5, 150 * time.Second}, {1_000_000, 0.999, 299700 * time.Millisecond}, {20, 0, shortestWait},
	}
	for _, test := range tests {
		if got := backoff(test.failures, test.random); got != test.want {
			t.Errorf("after %d failures, random %v: %v, want %v", test.failures, test.random, got, test.want)
		}
	}
}

// TestSettle is the whole table of what becomes of a delivery after an attempt.
func TestSettle(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	began := now.Add(-time.Second)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	failed := func(reason string) error {
		return &integrations.TemporaryError{Reason: reason, Detail: "why"}
	}
	works := standing{workedAt: ago(time.Minute)}
	// Each begins as given, with 7 failures before where it has any, and ends
	// so: state, failures, and how long it waits.
	tests := []struct {
		name         string
		err          error
		age, failing time.Duration
		standing     standing
		state        integrations.DeliveryState
		failures     int
		wait         time.Duration
	}{
		{"posted", nil, 0, 0, works, "posted", 0, 0},
		{"posted, however old", nil, 1000 * time.Hour, time.Hour, works, "posted", 7, 0},
		{"refused", &integrations.PermanentError{Code: "no"}, 0, 0, works, "refused", 0, 0},
		{"first failure", failed("server"), 0, 0, works, "waiting", 1, time.Second},
		{"an error of no kind", errors.New("odd"), 0, 0, works, "waiting", 1, time.Second},
		{"the server asks for more", &integrations.TemporaryError{Reason: "server", RetryAfter: time.Minute}, 0, 0, works, "waiting", 1, time.Minute},
		{"the server asks for too much", &integrations.TemporaryError{Reason: "server", RetryAfter: time.Hour}, 0, 0, works, "waiting", 1, maxRetryAfter},
		{"the destination fails", failed("server"), 0, 0, standing{failing: true}, "waiting", 0, time.Second},
		{"put off", failed("rate-limit"), 0, 0, works, "waiting", 0, time.Second},
		{"cut off", failed("canceled"), 0, 0, works, "waiting", 0, 0},
		{"cut off, however old", failed("canceled"), 1000 * time.Hour, time.Hour, works, "waiting", 7, 0},

		{"poison", failed("server"), time.Hour, 5 * time.Minute, works, "given-up", 8, 0},
		{"poison of no kind", errors.New("odd"), time.Hour, time.Hour, works, "given-up", 8, 0},
		{"poison that times out", failed("timeout"), time.Hour, time.Hour, works, "given-up", 8, 0},
		{"not long enough", failed("server"), time.Hour, 5*time.Minute - 1, works, "waiting", 8, 128 * time.Second},
		{"the destination fails as well", failed("server"), time.Hour, time.Hour, standing{failing: true, workedAt: ago(time.Minute)}, "waiting", 7, 64 * time.Second},
		{"the destination was not seen to work", failed("server"), time.Hour, time.Hour, standing{}, "waiting", 8, 128 * time.Second},
		{"nor since it fails", failed("server"), time.Hour, time.Hour, standing{workedAt: ago(2 * time.Hour)}, "waiting", 8, 128 * time.Second},
		{"the account is at fault", failed("account"), time.Hour, time.Hour, works, "waiting", 8, 128 * time.Second},
		{"the address is at fault", failed("url"), time.Hour, time.Hour, works, "waiting", 8, 128 * time.Second},
		{"the name server is at fault", failed("dns"), time.Hour, time.Hour, works, "waiting", 8, 128 * time.Second},

		{"too old", failed("connect"), 7 * 24 * time.Hour, 0, standing{failing: true}, "given-up", 0, 0},
		{"too old for a limit", failed("rate-limit"), 7 * 24 * time.Hour, 0, works, "given-up", 0, 0},
		{"not quite", failed("connect"), 7*24*time.Hour - 1, 0, standing{failing: true}, "waiting", 0, time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := &integrations.Delivery{
				ID: 12, State: integrations.DeliveryStarted, Attempts: 1, CreatedAt: ago(test.age), StartedAt: began,
				Error: "before", Detail: "before", NextAttempt: now,
			}
			if test.failing > 0 {
				d.Failures, d.FailingSince = 7, ago(test.failing)
			}
			settle(d, integrations.Receipt{MessageID: "m", Pause: time.Minute}, test.err, circumstances{standing: test.standing, now: now, random: 1, giveUpAfter: DefaultGiveUpAfter})
			checkSettled(t, d, now)
			wait := time.Duration(0)
			if !d.NextAttempt.IsZero() {
				wait = d.NextAttempt.Sub(now)
			}
			got := []any{d.State, d.Failures, wait}
			if diff := cmp.Diff([]any{test.state, test.failures, test.wait}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// checkSettled checks what holds of every settled delivery.
func checkSettled(t *testing.T, d *integrations.Delivery, now time.Time) {
	t.Helper()
	switch {
	case d.State.Finished() != d.FinishedAt.Equal(now):
		t.Errorf("%s, finished at %v", d.State, d.FinishedAt)
	case (d.State == integrations.DeliveryPosted) != (d.Error == "") || d.Error == "before":
		t.Errorf("%s with error %q", d.State, d.Error)
	case (d.State == integrations.DeliveryGivenUp) != (d.Detail != ""):
		t.Errorf("%s with detail %q", d.State, d.Detail)
	case d.Receipt.Pause != 0 || (d.State == integrations.DeliveryPosted) != (d.Receipt.MessageID != ""):
		t.Errorf("%s with receipt %+v", d.State, d.Receipt)
	case (d.Failures > 0) != !d.FailingSince.IsZero():
		t.Errorf("%d failures since %v", d.Failures, d.FailingSince)
	}
}
