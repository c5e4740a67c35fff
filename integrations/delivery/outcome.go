package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rocketscript/integrations"
)

// How long to wait after failures. A wait is anything up to a limit that
// doubles with each failure, so that many lanes do not come back at once.
const (
	shortestWait = 100 * time.Millisecond
	firstWait    = time.Second
	longestWait  = 5 * time.Minute
	// maxRetryAfter is the longest wait a destination can ask for; one that
	// wants more is asked again and can say so again.
	maxRetryAfter = 5 * time.Minute
)

// When a message that fails although its destination works is set aside.
const (
	poisonFailures = 8
	poisonTime     = 5 * time.Minute
)

// DefaultGiveUpAfter is how long delivery is tried where nothing is configured.
const DefaultGiveUpAfter = 7 * 24 * time.Hour

// Reasons of a TemporaryError that mean something here.
const (
	reasonCanceled  = "canceled"
	reasonRateLimit = "rate-limit"
	reasonTimeout   = "timeout"
	reasonPanic     = "panic"
)

var (
	// notTheRooms are the reasons that speak of the destination as a whole.
	notTheRooms = []string{"account", "connect", "dns", reasonTimeout, "server", "tls", "unreadable", "url"}
	// notTheMessages are the reasons that no message can be the cause of.
	notTheMessages = []string{"account", "dns", reasonRateLimit, "tls", "url", "write"}
	// notTried are the reasons after which nothing is known.
	notTried = []string{reasonCanceled, reasonRateLimit}
)

// backoff is how long to wait after so many failures; random is from [0,1).
func backoff(failures int, random float64) time.Duration {
	limit := longestWait
	if doublings := max(failures, 1) - 1; doublings < 10 {
		limit = min(firstWait<<doublings, longestWait)
	}
	return max(time.Duration(random*float64(limit)), shortestWait)
}

// A standing is how the destination of a failed attempt does.
type standing struct {
	// failing: it is known to fail, so that the attempt says nothing about the
	// message.
	failing bool
	// workedAt is when it was last seen to work; zero means not yet.
	workedAt time.Time
}

// circumstances are what the outcome of an attempt depends on besides its result.
type circumstances struct {
	standing
	now time.Time
	// random is from [0,1).
	random      float64
	giveUpAfter time.Duration
}

// settle decides what becomes of a delivery after an attempt: posted without
// an error, refused by an [integrations.PermanentError], else given up or back
// to waiting.
func settle(d *integrations.Delivery, receipt integrations.Receipt, err error, c circumstances) {
	d.Error, d.Detail, d.NextAttempt, d.FinishedAt = "", "", time.Time{}, time.Time{}
	var permanent *integrations.PermanentError
	switch {
	case err == nil:
		d.State, d.Receipt, d.FinishedAt, d.Detail = integrations.DeliveryPosted, receipt, c.now, receipt.Warning
		d.Receipt.Pause, d.Receipt.Warning = 0, ""
	case errors.As(err, &permanent):
		d.State, d.Error, d.Detail, d.FinishedAt = integrations.DeliveryRefused, permanent.Code, permanent.Detail, c.now
		if d.Error == "" {
			d.Error = permanent.Error()
		}
	default:
		failForNow(d, err, c)
	}
}

// failForNow settles a delivery whose attempt failed for now.
func failForNow(d *integrations.Delivery, err error, c circumstances) {
	d.State, d.Error = integrations.DeliveryWaiting, err.Error()
	reason, wanted := temporary(err)
	if !c.failing && !slices.Contains(notTried, reason) {
		d.Failures++
		if d.FailingSince.IsZero() {
			d.FailingSince = d.StartedAt
		}
	}
	switch {
	case reason == reasonCanceled: // made again as soon as somebody can
	case poisonous(d, reason, c):
		giveUp(d, c.now, fmt.Sprintf("given up after %d failed attempts in %s although the destination works; the messages behind it go on", d.Failures, c.now.Sub(d.FailingSince).Round(time.Second)))
	case c.now.Sub(d.CreatedAt) >= c.giveUpAfter:
		giveUp(d, c.now, tooOld(c.giveUpAfter))
	default:
		d.NextAttempt = c.now.Add(max(backoff(d.Failures, c.random), min(wanted, maxRetryAfter)))
	}
}

// poisonous tells whether it is this message that fails, not its destination.
func poisonous(d *integrations.Delivery, reason string, c circumstances) bool {
	return !c.failing && !slices.Contains(notTheMessages, reason) && c.workedAt.After(d.FailingSince) &&
		d.Failures >= poisonFailures && c.now.Sub(d.FailingSince) >= poisonTime
}

func tooOld(giveUpAfter time.Duration) string {
	return fmt.Sprintf("given up because it could not be delivered within %s", giveUpAfter)
}

// giveUp sets a delivery aside as a dead letter.
func giveUp(d *integrations.Delivery, now time.Time, why string) {
	d.State, d.FinishedAt, d.NextAttempt = integrations.DeliveryGivenUp, now, time.Time{}
	d.Detail = why + fmt.Sprintf("; to send it again: rocketscript history redrive %d", d.ID)
}

// temporary is the reason of an error and how long the destination asked to
// wait; both are zero when it did not say.
func temporary(err error) (reason string, retryAfter time.Duration) {
	var t *integrations.TemporaryError
	if errors.As(err, &t) {
		return t.Reason, t.RetryAfter
	}
	return "", 0
}

// putBack undoes the start of a delivery whose attempt was not begun. Its
// StartedAt is zero from then on, which is what untried looks for.
func putBack(d *integrations.Delivery, why string) {
	d.State, d.NextAttempt = integrations.DeliveryWaiting, time.Time{}
	d.Attempts, d.StartedAt = d.Attempts-1, time.Time{}
	if why != "" {
		d.Error = why
	}
}

// untried tells whether a delivery was put back.
func untried(d *integrations.Delivery) bool { return d.StartedAt.IsZero() }

// Why an attempt's context ended.
var (
	errTimeout   = errors.New("the destination did not answer in time; it may have taken the message")
	errStopped   = errors.New("the attempt was cut off because the program stopped; the destination may have taken the message")
	errLeaseLost = errors.New("the attempt was cut off because the store could not be reached to keep the lane; the destination may have taken the message")
)

// explained gives the error of an attempt whose context has ended a text for
// people, where the destination did not.
func explained(ctx context.Context, err error) error {
	var permanent *integrations.PermanentError
	if err == nil || ctx.Err() == nil || errors.As(err, &permanent) {
		return err
	}
	if reason, _ := temporary(err); reason != "" && reason != reasonCanceled {
		return err
	}
	reason, cause := reasonCanceled, context.Cause(ctx)
	if errors.Is(cause, errTimeout) {
		reason = reasonTimeout
	}
	return &integrations.TemporaryError{Reason: reason, Detail: cause.Error(), Err: errors.Join(cause, err)}
}
