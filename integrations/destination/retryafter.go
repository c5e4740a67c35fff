package destination

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a server may ask us to wait: a wrong clock or a
// stray zero must not park a channel for days.
const maxRetryAfter = time.Hour

// retryAfter reads Retry-After, in seconds or as a date (RFC 9110 §10.2.3). It
// is zero when absent, unreadable or past, and at most maxRetryAfter.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	seconds, err := strconv.ParseInt(value, 10, 64)
	switch {
	case err == nil:
		return clampWait(seconds, time.Second)
	case errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(value, "-"):
		return maxRetryAfter
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return clampWait(int64(at.Sub(serverTime(header, now))), 1)
}

// rateLimitReset reads X-RateLimit-Reset, the time in milliseconds at which
// Rocket.Chat counts anew, as a wait with the bounds of retryAfter.
func rateLimitReset(header http.Header, now time.Time) time.Duration {
	at, err := strconv.ParseInt(strings.TrimSpace(header.Get("X-RateLimit-Reset")), 10, 64)
	is := serverTime(header, now).UnixMilli()
	if err != nil || at <= is {
		return 0
	}
	return clampWait(at-is, time.Millisecond)
}

// rateLimit reads what Rocket.Chat says of its rate limit with every answer:
// for how long it takes nothing more, because X-RateLimit-Remaining is 0. Zero
// when more may be sent now, or the server does not say.
func rateLimit(header http.Header, now time.Time) time.Duration {
	remaining, err := strconv.ParseInt(strings.TrimSpace(header.Get("X-RateLimit-Remaining")), 10, 64)
	if err != nil || remaining > 0 {
		return 0
	}
	return rateLimitReset(header, now)
}

// serverTime is the server's clock where it tells it, so that a wait does not
// depend on two clocks agreeing.
func serverTime(header http.Header, now time.Time) time.Time {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		return date
	}
	return now
}

// clampWait keeps n units within 0 and maxRetryAfter, without overflow.
func clampWait(n int64, unit time.Duration) time.Duration {
	return time.Duration(min(max(n, 0), int64(maxRetryAfter/unit))) * unit
}
