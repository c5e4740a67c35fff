// Durations: milliseconds, days and months, which no rule turns into each
// other exactly.

// durationUnits are the units a duration may be made of, the longest first.
const durationUnits = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'];

function daysToMonths(days) {
  return (days * 4800) / daysPer400Years;
}

function monthsToDays(months) {
  return (months * daysPer400Years) / 4800;
}

// isMeasurable tells whether the parts make a duration: numbers, of which only
// the smallest may have a fraction.
function isMeasurable(parts) {
  for (const unit of Object.keys(parts)) {
    if (!durationUnits.includes(unit) || (parts[unit] != null && isNaN(parts[unit]))) return false;
  }
  let fraction = false;
  for (const unit of durationUnits) {
    if (!parts[unit]) continue;
    if (fraction) return false;
    fraction = parseFloat(parts[unit]) !== toInteger(parts[unit]);
  }
  return true;
}

function Duration(input) {
  const parts = normalizeUnitKeys(input);
  const of = (unit) => parts[unit] || 0;
  this._isValid = isMeasurable(parts);
  this._milliseconds = +of('millisecond') + of('second') * msPerSecond + of('minute') * msPerMinute + of('hour') * msPerHour;
  this._days = +of('day') + (parts.week || parts.isoWeek || 0) * 7;
  this._months = +of('month') + of('quarter') * 3 + of('year') * 12;
  this._data = {};
  this._locale = getLocale();
  this._bubble();
}

function isDuration(value) {
  return value instanceof Duration;
}

// clockForm is [-][days.]hours:minutes[:seconds[.fraction]], isoForm ISO 8601's.
const clockForm = /^(-|\+)?(?:(\d*)[. ])?(\d+):(\d+)(?::(\d+)(\.\d*)?)?$/;
const isoForm = /^(-|\+)?P(?:([-+]?[0-9,.]*)Y)?(?:([-+]?[0-9,.]*)M)?(?:([-+]?[0-9,.]*)W)?(?:([-+]?[0-9,.]*)D)?(?:T(?:([-+]?[0-9,.]*)H)?(?:([-+]?[0-9,.]*)M)?(?:([-+]?[0-9,.]*)S)?)?$/;

function clockParts([, minus, days, hours, minutes, seconds, fraction]) {
  const sign = minus === '-' ? -1 : 1;
  return {
    y: 0, d: toInteger(days) * sign, h: toInteger(hours) * sign, m: toInteger(minutes) * sign, s: toInteger(seconds) * sign,
    ms: toInteger(roundHalfAway(fraction * 1000)) * sign,
  };
}

function isoParts([, minus, ...numbers]) {
  const sign = minus === '-' ? -1 : 1;
  const [y, M, w, d, h, m, s] = numbers.map((text) => ((text && parseFloat(text.replace(',', '.'))) || 0) * sign);
  return { y, M, w, d, h, m, s };
}

// difference is the time between two moments in whole months and the rest.
function difference(base, other) {
  if (!base.isValid() || !other.isValid()) return { ms: 0, M: 0 };
  other = inZoneOf(other, base);
  if (!base.isBefore(other)) {
    const { ms, M } = countMonths(other, base);
    return { ms: -ms, M: -M };
  }
  return countMonths(base, other);
}

function countMonths(from, to) {
  let months = to.month() - from.month() + (to.year() - from.year()) * 12;
  if (from.clone().add(months, 'M').isAfter(to)) months--;
  return { M: months, ms: +to - +from.clone().add(months, 'M') };
}

// durationParts reads what a duration is made from.
function durationParts(input, unit) {
  if (isDuration(input)) return { ms: input._milliseconds, d: input._days, M: input._months };
  if (isNumber(input) || !isNaN(+input)) return { [unit || 'milliseconds']: +input };
  const clock = clockForm.exec(input);
  if (clock) return clockParts(clock);
  const iso = isoForm.exec(input);
  if (iso) return isoParts(iso);
  if (input == null) return {};
  if (typeof input === 'object' && ('from' in input || 'to' in input)) return difference(create(input.from), create(input.to));
  return input;
}

function duration(input, unit) {
  const made = new Duration(durationParts(input, unit));
  if (isDuration(input)) {
    if (hasOwn(input, '_locale')) made._locale = input._locale;
    if (hasOwn(input, '_isValid')) made._isValid = input._isValid;
  }
  return made;
}

function addDuration(to, input, unit, sign) {
  const other = duration(input, unit);
  to._milliseconds += sign * other._milliseconds;
  to._days += sign * other._days;
  to._months += sign * other._months;
  return to._bubble();
}

// wholeUnits are the lengths of the units that are reckoned in days.
const wholeUnits = {
  week: (days, ms) => days / 7 + ms / (7 * msPerDay),
  day: (days, ms) => days + ms / msPerDay,
  hour: (days, ms) => days * 24 + ms / msPerHour,
  minute: (days, ms) => days * 1440 + ms / msPerMinute,
  second: (days, ms) => days * 86400 + ms / msPerSecond,
  millisecond: (days, ms) => Math.floor(days * msPerDay) + ms,
};
const monthsIn = { month: 1, quarter: 3, year: 12 };

const part = (name) => function () {
  return this.isValid() ? this._data[name] : NaN;
};
const inUnits = (unit) => function () {
  return this.as(unit);
};

Object.assign(Duration.prototype, {
  isValid() {
    return this._isValid;
  },
  // abs leaves the shown days as they are, as moment does.
  abs() {
    for (const key of ['_milliseconds', '_days', '_months']) this[key] = Math.abs(this[key]);
    for (const key of Object.keys(this._data)) {
      if (key !== 'days') this._data[key] = Math.abs(this._data[key]);
    }
    return this;
  },
  add(input, unit) {
    return addDuration(this, input, unit, 1);
  },
  subtract(input, unit) {
    return addDuration(this, input, unit, -1);
  },
  as(units) {
    if (!this.isValid()) return NaN;
    const unit = normalizeUnits(units);
    const ms = this._milliseconds;
    if (hasOwn(monthsIn, unit)) return (this._months + daysToMonths(this._days + ms / msPerDay)) / monthsIn[unit];
    if (!hasOwn(wholeUnits, unit)) throw new Error('Unknown unit ' + unit);
    return wholeUnits[unit](this._days + Math.round(monthsToDays(this._months)), ms);
  },
  asMilliseconds: inUnits('ms'),
  asSeconds: inUnits('s'),
  asMinutes: inUnits('m'),
  asHours: inUnits('h'),
  asDays: inUnits('d'),
  asWeeks: inUnits('w'),
  asMonths: inUnits('M'),
  asQuarters: inUnits('Q'),
  asYears: inUnits('y'),
  valueOf: inUnits('ms'),
  // _bubble carries what is over a day into days, and over a month into months,
  // for the parts that are shown; parts of different signs become time first.
  _bubble() {
    let ms = this._milliseconds, days = this._days, months = this._months;
    const data = this._data;
    const oneSign = (ms >= 0 && days >= 0 && months >= 0) || (ms <= 0 && days <= 0 && months <= 0);
    if (!oneSign) {
      ms += awayFromZero(monthsToDays(months) + days) * msPerDay;
      days = months = 0;
    }
    data.milliseconds = ms % 1000;
    const seconds = floorToZero(ms / 1000), minutes = floorToZero(seconds / 60), hours = floorToZero(minutes / 60);
    data.seconds = seconds % 60;
    data.minutes = minutes % 60;
    data.hours = hours % 24;
    days += floorToZero(hours / 24);
    const fromDays = floorToZero(daysToMonths(days));
    months += fromDays;
    days -= awayFromZero(monthsToDays(fromDays));
    data.days = days;
    data.months = months % 12;
    data.years = floorToZero(months / 12);
    return this;
  },
  clone() {
    return duration(this);
  },
  get(units) {
    const unit = normalizeUnits(units);
    return this.isValid() ? this[unit + 's']() : NaN;
  },
  milliseconds: part('milliseconds'),
  seconds: part('seconds'),
  minutes: part('minutes'),
  hours: part('hours'),
  days: part('days'),
  weeks() {
    return floorToZero(this.days() / 7);
  },
  months: part('months'),
  years: part('years'),
  toISOString() {
    return this.isValid() ? isoDuration(this) : this.localeData().invalidDate();
  },
});
Duration.prototype.toString = Duration.prototype.toJSON = Duration.prototype.toISOString;

function floorToZero(number) {
  return number < 0 ? Math.ceil(number) || 0 : Math.floor(number);
}

// isoDuration never turns days into months, whose lengths differ.
function isoDuration(d) {
  const total = d.asSeconds();
  if (!total) return 'P0D';
  const all = Math.abs(d._milliseconds) / 1000;
  const months = Math.abs(d._months), minutes = floorToZero(all / 60);
  const against = (value) => (Math.sign(value) !== Math.sign(total) ? '-' : '');
  const write = (number, sign, letter) => (number ? sign + number + letter : '');
  const seconds = all % 60;
  return (total < 0 ? '-' : '') + 'P' +
    write(floorToZero(months / 12), against(d._months), 'Y') +
    write(months % 12, against(d._months), 'M') +
    write(Math.abs(d._days), against(d._days), 'D') +
    (all ? 'T' : '') +
    write(floorToZero(minutes / 60), against(d._milliseconds), 'H') +
    write(minutes % 60, against(d._milliseconds), 'M') +
    write(seconds ? seconds.toFixed(3).replace(/\.?0+$/, '') : '', against(d._milliseconds), 'S');
}
