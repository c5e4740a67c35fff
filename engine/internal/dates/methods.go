package dates

import (
	"time"

	"github.com/dop251/goja"
)

// A method is one of Date.prototype.
type method struct {
	name   string
	length int
	// implicit is set for what is called without being named.
	implicit bool
	make     func(x *intrinsics, name string) func(goja.FunctionCall) goja.Value
}

func (m method) isSetter() bool { return m.length > 0 }

var methods = []method{
	{name: "toString", implicit: true, make: printing(dateAndTime)},
	{name: isoMethod, implicit: true, make: printing(iso)}, // by JSON.stringify
	{name: "toDateString", make: printing(dateText)},
	{name: "toTimeString", make: printing(timeText)},
	{name: "toUTCString", make: printing(utcText)},
	{name: "getTimezoneOffset", make: timezoneOffset},
	{name: "setTime", length: 1, make: settingTime},
	{name: "setFullYear", length: 3, make: setting(0, &time.Local)}, {name: "setUTCFullYear", length: 3, make: setting(0, &time.UTC)},
	{name: "setMonth", length: 2, make: setting(1, &time.Local)}, {name: "setUTCMonth", length: 2, make: setting(1, &time.UTC)},
	{name: "setDate", length: 1, make: setting(2, &time.Local)}, {name: "setUTCDate", length: 1, make: setting(2, &time.UTC)},
	{name: "setHours", length: 4, make: setting(3, &time.Local)}, {name: "setUTCHours", length: 4, make: setting(3, &time.UTC)},
	{name: "setMinutes", length: 3, make: setting(4, &time.Local)}, {name: "setUTCMinutes", length: 3, make: setting(4, &time.UTC)},
	{name: "setSeconds", length: 2, make: setting(5, &time.Local)}, {name: "setUTCSeconds", length: 2, make: setting(5, &time.UTC)},
	{name: "setMilliseconds", length: 1, make: setting(6, &time.Local)}, {name: "setUTCMilliseconds", length: 1, make: setting(6, &time.UTC)},
}

// timezoneOffset is in whole minutes, also where clocks once followed the sun.
func timezoneOffset(x *intrinsics, name string) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		at, ok := x.of(call.This, name)
		if !ok {
			return goja.NaN()
		}
		_, seconds := at.Zone()
		return x.rt.ToValue(-seconds / 60)
	}
}

func settingTime(x *intrinsics, name string) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		x.of(call.This, name)
		return x.set(call.This, x.float(call.Argument(0)))
	}
}

// setting changes what the clocks of a zone show, from one field on. All
// arguments are converted, even for an invalid Date; setting the year makes
// that valid.
func setting(first int, zone **time.Location) func(*intrinsics, string) func(goja.FunctionCall) goja.Value {
	count := 7 - first // to the end of the time
	if first < 3 {
		count = 3 - first // to the end of the day
	}
	return func(x *intrinsics, name string) func(goja.FunctionCall) goja.Value {
		return func(call goja.FunctionCall) goja.Value {
			at, valid := x.of(call.This, name)
			given := make([]float64, 0, count)
			for i := range max(1, min(count, len(call.Arguments))) {
				given = append(given, x.float(call.Argument(i)))
			}
			if !valid && first != 0 {
				return goja.NaN()
			}
			fields := [7]float64{2: 1}
			if valid {
				fields = fieldsOf(at.In(*zone))
			}
			copy(fields[first:], given)
			return x.set(call.This, utc(fromFields(fields), *zone))
		}
	}
}

func fieldsOf(t time.Time) [7]float64 {
	return [7]float64{
		float64(t.Year()), float64(t.Month() - 1), float64(t.Day()), float64(t.Hour()), float64(t.Minute()), float64(t.Second()), float64(t.Nanosecond() / 1e6),
	}
}

func (x *intrinsics) set(date goja.Value, at float64) goja.Value {
	at = timeClip(at)
	if _, err := x.setTime(date, x.number(at)); err != nil {
		panic(err)
	}
	return x.number(at)
}
