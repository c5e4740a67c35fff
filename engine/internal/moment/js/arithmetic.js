// Adding, subtracting and comparing.

// shiftBy adds a duration, months first, then days, then time; what is no whole
// number of months or days is rounded.
function shiftBy(m, by, sign, keepTime = true) {
  if (!m.isValid()) return;
  const months = roundHalfAway(by._months), days = roundHalfAway(by._days);
  if (months) setMonth(m, field(m, 'Month') + months * sign);
  if (days) setField(m, 'Date', field(m, 'Date') + days * sign);
  if (by._milliseconds) m._d.setTime(m._d.valueOf() + by._milliseconds * sign);
  if (keepTime) moment.updateOffset(m, days || months);
}

function shifter(sign, name) {
  return function (value, unit) {
    if (unit !== null && !isNaN(+unit)) {
      const call = 'moment().' + name;
      deprecate(name, `${call}(period, number) is deprecated. Please use ${call}(number, period). See ${guide('add-inverted-param')} for more info.`, { name });
      [value, unit] = [unit, value];
    }
    shiftBy(this, duration(value, unit), sign);
    return this;
  };
}

// monthsBetween counts months with a fraction, of the month it falls in.
function monthsBetween(a, b) {
  if (a.date() < b.date()) return -monthsBetween(b, a);
  const whole = (b.year() - a.year()) * 12 + (b.month() - a.month());
  const anchor = a.clone().add(whole, 'months');
  const before = b - anchor < 0;
  const next = a.clone().add(before ? whole - 1 : whole + 1, 'months');
  return -(whole + (b - anchor) / (before ? anchor - next : next - anchor)) || 0;
}

const unitLengths = { second: msPerSecond, minute: msPerMinute, hour: msPerHour };
const dayLengths = { day: msPerDay, week: 7 * msPerDay };

function between(a, b, unit) {
  if (hasOwn(monthsIn, unit)) return monthsBetween(a, b) / monthsIn[unit];
  if (hasOwn(unitLengths, unit)) return (a - b) / unitLengths[unit];
  if (!hasOwn(dayLengths, unit)) return a - b;
  return (a - b - (b.utcOffset() - a.utcOffset()) * msPerMinute) / dayLengths[unit];
}

// comparison makes a method of a moment and another, which is made of the input
// if need be; false when either is invalid.
function comparison(compare) {
  return function (input, units) {
    const other = isMoment(input) ? input : create(input);
    return this.isValid() && other.isValid() && compare(this, other, normalizeUnits(units) || 'millisecond');
  };
}

const startOf = (m, unit) => m.clone().startOf(unit).valueOf();
const endOf = (m, unit) => m.clone().endOf(unit).valueOf();

Object.assign(Moment.prototype, {
  add: shifter(1, 'add'),
  subtract: shifter(-1, 'subtract'),
  diff(input, units, precise) {
    if (!this.isValid()) return NaN;
    const other = inZoneOf(input, this);
    if (!other.isValid()) return NaN;
    const amount = between(this, other, normalizeUnits(units));
    return precise ? amount : floorToZero(amount);
  },
  isAfter: comparison((m, other, unit) => (unit === 'millisecond' ? m.valueOf() > other.valueOf() : other.valueOf() < startOf(m, unit))),
  isBefore: comparison((m, other, unit) => (unit === 'millisecond' ? m.valueOf() < other.valueOf() : endOf(m, unit) < other.valueOf())),
  isSame: comparison((m, other, unit) => {
    const time = other.valueOf();
    return unit === 'millisecond' ? m.valueOf() === time : startOf(m, unit) <= time && time <= endOf(m, unit);
  }),
  isSameOrAfter(input, units) {
    return this.isSame(input, units) || this.isAfter(input, units);
  },
  isSameOrBefore(input, units) {
    return this.isSame(input, units) || this.isBefore(input, units);
  },
  // isBetween leaves both ends out, unless the inclusivity has brackets: [ ].
  isBetween(from, to, units, inclusivity = '()') {
    from = isMoment(from) ? from : create(from);
    to = isMoment(to) ? to : create(to);
    if (!this.isValid() || !from.isValid() || !to.isValid()) return false;
    const ends = inclusivity || '()';
    return (ends[0] === '(' ? this.isAfter(from, units) : !this.isBefore(from, units)) &&
      (ends[1] === ')' ? this.isBefore(to, units) : !this.isAfter(to, units));
  },
});

// extreme picks the moment that compares so with all before it; an invalid one
// wins and stays.
function extreme(compare) {
  return (...moments) => {
    if (moments.length === 1 && isArray(moments[0])) moments = moments[0];
    if (!moments.length) return create();
    return moments.reduce((best, m) => (!m.isValid() || m[compare](best) ? m : best));
  };
}
