package delivery

import (
	"context"
	"errors"
	"time"

	"rocketscript/integrations"
)

// maxRetryAfter is the longest wait a destination can ask for; one that wants
// more is asked again and can say so again.
const maxRetryAfter = 5 * time.Minute

// settle decides what becomes of a delivery after an attempt: posted without
// an error, refused by an [integrations.PermanentError], else back to waiting
// for pace, or longer when the destination asked for it.
func settle(d *integrations.Delivery, receipt integrations.Receipt, err error, now time.Time, pace time.Duration) {
	d.Error, d.Detail, d.NextAttempt, d.FinishedAt = "", "", time.Time{}, time.Time{}
	var permanent *integrations.PermanentError
	switch {
	case err == nil:
		d.State, d.Receipt, d.FinishedAt = integrations.DeliveryPosted, receipt, now
	case errors.As(err, &permanent):
		d.State, d.Error, d.Detail, d.FinishedAt = integrations.DeliveryRefused, permanent.Code, permanent.Detail, now
		if d.Error == "" {
			d.Error = permanent.Error()
		}
	default:
		d.State, d.Error = integrations.DeliveryWaiting, err.Error()
		d.NextAttempt = now.Add(max(pace, min(retryAfter(err), maxRetryAfter)))
	}
}

// retryAfter is how long the destination asked to wait; zero when it did not.
func retryAfter(err error) time.Duration {
	var temporary *integrations.TemporaryError
	if errors.As(err, &temporary) {
		return temporary.RetryAfter
	}
	return 0
}

// putBack undoes the start of a delivery whose attempt was not begun.
func putBack(d *integrations.Delivery, why string, next time.Time) {
	d.State, d.NextAttempt = integrations.DeliveryWaiting, next
	d.Attempts, d.StartedAt = d.Attempts-1, time.Time{}
	if why != "" {
		d.Error = why
	}
}

// Why an attempt's context ended.
var (
	errTimeout = errors.New("the destination did not answer in time; it may have taken the message")
	errStopped = errors.New("the attempt was cut off because the program stopped; the destination may have taken the message")
)

// explained gives the error of an attempt whose context has ended a text for
// people, where the destination did not.
func explained(ctx context.Context, err error) error {
	var temporary *integrations.TemporaryError
	var permanent *integrations.PermanentError
	if err == nil || ctx.Err() == nil || errors.As(err, &temporary) || errors.As(err, &permanent) {
		return err
	}
	cause := context.Cause(ctx)
	return &integrations.TemporaryError{Reason: "timeout", Detail: cause.Error(), Err: errors.Join(cause, err)}
}
