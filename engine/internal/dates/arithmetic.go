package dates

import (
	"math"
	"time"
)

const (
	msPerMinute = 60_000
	msPerDay    = 86_400_000
	// maxTime is how far a Date reaches from 1970.
	maxTime = 8.64e15
)

// makeDay is the number of the day that a year, a month counted from 0 and a
// day of the month stand for, which may all go beyond their bounds.
func makeDay(year, month, date float64) float64 {
	if !finite(year) || !finite(month) || !finite(date) {
		return math.NaN()
	}
	year, month, date = math.Trunc(year), math.Trunc(month), math.Trunc(date)
	year += math.Floor(month / 12)
	month = math.Mod(math.Mod(month, 12)+12, 12)
	if math.Abs(year) > 400_000 {
		return math.NaN()
	}
	first := time.Date(int(year), time.Month(int(month)+1), 1, 0, 0, 0, 0, time.UTC)
	return math.Floor(float64(first.Unix())/86_400) + date - 1
}

func makeTime(hour, minute, second, ms float64) float64 {
	if !finite(hour) || !finite(minute) || !finite(second) || !finite(ms) {
		return math.NaN()
	}
	return math.Trunc(hour)*3_600_000 + math.Trunc(minute)*msPerMinute + math.Trunc(second)*1000 + math.Trunc(ms)
}

func makeDate(day, time float64) float64 { return day*msPerDay + time }

// timeClip is a time as Dates hold it: whole and in reach, or NaN.
func timeClip(at float64) float64 {
	if !finite(at) || math.Abs(at) > maxTime {
		return math.NaN()
	}
	return math.Trunc(at) + 0 // no negative zero
}

func finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }

// offsetAt is how far the clocks of a zone are ahead, in milliseconds.
func offsetAt(at float64, zone *time.Location) float64 {
	_, seconds := time.UnixMilli(int64(at)).In(zone).Zone()
	return float64(seconds) * 1000
}

// utc is when the clocks of a zone show a time. Of a time that comes twice it
// is the first; one that is left out counts from before the clocks changed.
func utc(shown float64, zone *time.Location) float64 {
	if !finite(shown) || math.Abs(shown) > maxTime+msPerDay {
		return math.NaN()
	}
	before, after := offsetAt(shown-msPerDay, zone), offsetAt(shown+msPerDay, zone)
	first := math.Max(before, after)
	for _, offset := range []float64{first, math.Min(before, after)} {
		if offsetAt(shown-offset, zone) == offset {
			return shown - offset
		}
	}
	return shown - before
}
