package dates

import (
	"fmt"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/locale"
)

// Text is how Date.prototype.toString shows a time, in the local time zone.
func Text(t time.Time) string { return dateAndTime(t.Local()) }

func dateAndTime(t time.Time) string { return dateText(t) + " " + timeText(t) }

func dateText(t time.Time) string { return t.Format("Mon Jan 02 ") + yearText(t.Year()) }

// timeText has the zone's long name at the end, and its offset in whole
// minutes.
func timeText(t time.Time) string {
	_, seconds := t.Zone()
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%s GMT%c%02d%02d (%s)", t.Format("15:04:05"), sign, seconds/3600, seconds%3600/60, locale.LongZone(t))
}

func utcText(t time.Time) string {
	t = t.UTC()
	return t.Format("Mon, 02 Jan ") + yearText(t.Year()) + t.Format(" 15:04:05 GMT")
}

func yearText(year int) string {
	if year < 0 {
		return fmt.Sprintf("-%04d", -year)
	}
	return fmt.Sprintf("%04d", year)
}

const isoMethod = "toISOString"

func iso(t time.Time) string {
	t = t.UTC()
	year := fmt.Sprintf("%04d", t.Year())
	if t.Year() < 0 || t.Year() > 9999 {
		year = fmt.Sprintf("%+07d", t.Year())
	}
	return year + t.Format("-01-02T15:04:05.000Z")
}

// printing makes a method that prints Dates. An invalid one has no standard
// form, and a text of its own in all others.
func printing(text func(time.Time) string) func(*intrinsics, string) func(goja.FunctionCall) goja.Value {
	return func(x *intrinsics, name string) func(goja.FunctionCall) goja.Value {
		return func(call goja.FunctionCall) goja.Value {
			switch at, ok := x.of(call.This, name); {
			case ok:
				return x.rt.ToValue(text(at))
			case name == isoMethod:
				panic(x.rangeError("Invalid time value"))
			}
			return x.rt.ToValue("Invalid Date")
		}
	}
}

func (x *intrinsics) rangeError(message string) *goja.Object {
	o, err := x.rt.New(x.rt.Get("RangeError"), x.rt.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}
