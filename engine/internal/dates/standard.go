package dates

// How a text is the language's own format.
type outcome int

const (
	isStandard outcome = iota
	isNothing          // it looked like it up to the time, and is no date at all
	isLegacy           // the rest of the text is to be read in any format
)

// standard reads the language's own format as far as it goes.
func (p *parser) standard() outcome {
	if !p.standardDate() {
		return isLegacy
	}
	switch p.peek().kind {
	case end:
		p.offset = offset{known: true} // a date alone is UTC
	case separator:
		p.take()
		if !p.standardTime() || !p.standardZone() || p.peek().kind != end {
			return isNothing
		}
	default:
		return isLegacy
	}
	p.day.standard = true
	return isStandard
}

// standardDate reads a year, perhaps of six digits with a sign, with a month
// and day or without.
func (p *parser) standardDate() bool {
	if !p.standardYear() {
		return false
	}
	for _, high := range []int{12, 31} {
		if !p.skip("-") {
			return true
		}
		n, ok := p.fixed(2, 1, high)
		if !ok {
			return false
		}
		p.day.add(n)
	}
	return true
}

func (p *parser) standardYear() bool {
	if !p.isSign() {
		year, ok := p.fixed(4, 0, 9999)
		return ok && p.day.add(year)
	}
	negative := p.is("-")
	year := p.tokens[1]
	if year.kind != number || year.length != 6 {
		return false
	}
	p.take()
	p.take()
	if negative && year.value == 0 {
		return false // V8 goes on after it
	}
	if negative {
		return p.day.add(-year.value)
	}
	return p.day.add(year.value)
}

// standardTime reads hours and minutes, with seconds and a fraction or
// without. Midnight may be 24:00.
func (p *parser) standardTime() bool {
	hour, ok := p.fixed(2, 0, 24)
	if !ok || !p.skip(":") {
		return false
	}
	high := 59
	if hour == 24 {
		high = 0
	}
	minute, ok := p.fixed(2, 0, high)
	if !ok {
		return false
	}
	p.clock.add(hour)
	p.clock.add(minute)
	if !p.skip(":") {
		return true
	}
	second, ok := p.fixed(2, 0, high)
	if !ok {
		return false
	}
	p.clock.add(second)
	if !p.skip(".") {
		return true
	}
	t := p.take()
	if t.kind != number || hour == 24 && t.value > 0 {
		return false
	}
	return p.clock.add(milliseconds(t))
}

// standardZone reads Z, or an offset with or without a colon, or nothing.
func (p *parser) standardZone() bool {
	if p.isZ() {
		p.take()
		p.offset = offset{known: true}
		return true
	}
	if !p.isSign() {
		return true
	}
	p.offset = offset{known: true, negative: p.take().text == "-"}
	if both, ok := p.fixed(4, 0, 2359); ok {
		p.offset.hour, p.offset.minute = both/100, both%100
		return p.offset.minute < 60
	}
	var hourOK, minuteOK bool
	p.offset.hour, hourOK = p.fixed(2, 0, 23)
	colon := p.skip(":")
	p.offset.minute, minuteOK = p.fixed(2, 0, 59)
	return hourOK && colon && minuteOK
}
