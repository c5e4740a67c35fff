package dates

// missing is a part of an offset that is not there.
const missing = -1

// A day is what a text says of year, month and day.
type day struct {
	numbers []int
	// month is the one named; 0 for none.
	month int
	// standard is set when the numbers are year, month and day, in that order,
	// and the year is written out.
	standard bool
}

func (d *day) add(n int) bool {
	if len(d.numbers) == 3 {
		return false
	}
	d.numbers = append(d.numbers, n)
	return true
}

// of tells which number is which. Missing ones are 1.
func (d *day) of() (year, month, date int, ok bool) {
	if len(d.numbers) == 0 {
		return 0, 0, 0, false
	}
	n := [3]int{1, 1, 1}
	copy(n[:], d.numbers)
	switch yearFirst := !isDay(n[0]); {
	case d.month != 0 && yearFirst:
		year, month, date = n[0], d.month, n[1]
	case d.month != 0:
		year, month, date = n[1], d.month, n[0]
	case d.standard || yearFirst:
		year, month, date = n[0], n[1], n[2]
	default:
		year, month, date = n[2], n[0], n[1]
	}
	if !d.standard {
		year = inFull(year)
	}
	return year, month, date, 1 <= month && month <= 12 && isDay(date)
}

func isDay(n int) bool { return 1 <= n && n <= 31 }

// inFull gives a year of two digits its century.
func inFull(year int) int {
	switch {
	case 0 <= year && year < 50:
		return year + 2000
	case 50 <= year && year < 100:
		return year + 1900
	}
	return year
}

// A clock is what a text says of the time of day: hour, minute, second,
// millisecond.
type clock struct {
	numbers []int
	half    *int // 0 for AM, 12 for PM
}

func (c *clock) empty() bool { return len(c.numbers) == 0 }

func (c *clock) add(n int) bool {
	if len(c.numbers) == 4 {
		return false
	}
	c.numbers = append(c.numbers, n)
	return true
}

// finish adds the last number.
func (c *clock) finish(n int) {
	c.add(n)
	for c.add(0) {
	}
}

// expects tells whether a number may be the next part.
func (c *clock) expects(n int) bool {
	switch len(c.numbers) {
	case 1, 2:
		return n < 60
	case 3:
		return n < 1000
	}
	return false
}

// of is the time of day in milliseconds.
func (c *clock) of() (int, bool) {
	var n [4]int
	copy(n[:], c.numbers)
	if c.half != nil {
		if n[0] > 12 {
			return 0, false
		}
		n[0] = n[0]%12 + *c.half
	}
	midnight := n == [4]int{24}
	if !midnight && (n[0] > 23 || n[1] > 59 || n[2] > 59 || n[3] > 999) {
		return 0, false
	}
	return ((n[0]*60+n[1])*60+n[2])*1000 + n[3], true
}

// An offset is what a text says of its zone.
type offset struct {
	known, negative bool
	hour, minute    int
}

func offsetOf(hours int) offset {
	return offset{known: true, negative: hours < 0, hour: max(hours, -hours)}
}

func (o offset) isUTC() bool { return o.known && o.hour == 0 && o.minute == 0 }

// expects tells whether a number may be the minutes.
func (o offset) expects(n int) bool { return o.known && o.minute == missing && n < 60 }

func (o offset) milliseconds() float64 {
	ms := float64(o.hour*60+max(o.minute, 0)) * msPerMinute
	if o.negative {
		return -ms
	}
	return ms
}
