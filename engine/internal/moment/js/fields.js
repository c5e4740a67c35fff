// Reading and setting the parts of a moment.

// field reads a part of the Date, in UTC for moments that show an offset.
function field(m, name) {
  if (!m.isValid()) return NaN;
  return m._isUTC ? m._d['getUTC' + name]() : m._d['get' + name]();
}

function setField(m, name, ...values) {
  if (m.isValid() && !isNaN(values[0])) writeField(m, name, ...values);
}

// writeField writes to the Date. Local dates and hours are reckoned anew, for
// the hours that a change of the clock repeats or leaves out.
function writeField(m, name, ...values) {
  const d = m._d;
  if (m._isUTC) d['setUTC' + name](...values);
  else if (name === 'Milliseconds' || name === 'Seconds') d['set' + name](...values);
  else {
    const shown = new Date(utcTime(d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds()));
    shown['setUTC' + name](...values);
    d['set' + name](...values);
    settle(d, shown.getTime());
  }
}

// setYear keeps month and day, except for the 29th of February.
function setYear(m, year) {
  if (!m.isValid() || isNaN(year)) return;
  const leapDay = m.month() === 1 && m.date() === 29 && !isLeapYear(year);
  setField(m, 'FullYear', year, m.month(), leapDay ? 28 : m.date());
}

// setMonth keeps the day, or takes the last of a shorter month.
function setMonth(m, month) {
  if (!m.isValid()) return m;
  if (typeof month === 'string') {
    month = /^\d+$/.test(month) ? toInteger(month) : m.localeData().monthsParse(month);
    if (!isNumber(month)) return m;
  }
  const date = m.date();
  writeField(m, 'Month', month, date < 29 ? date : Math.min(date, daysInMonth(m.year(), month)));
  return m;
}

// accessor makes a getter that sets when it is given a value. keepTime tells
// moment.updateOffset to keep the local time.
function accessor(name, keepTime, set = (m, value) => setField(m, name, value)) {
  return function (value) {
    if (value == null) return field(this, name);
    set(this, value);
    moment.updateOffset(this, keepTime);
    return this;
  };
}

// stepper makes a getter of a day count that sets by adding the difference.
function stepper(read, days = 1) {
  return function (value) {
    const current = read(this);
    return value == null ? current : this.add((value - current) * days, 'd');
  };
}

// weekdayIndex reads a weekday by number or name; null when it is none.
function weekdayIndex(input, locale) {
  if (typeof input !== 'string') return input;
  if (!isNaN(input)) return parseInt(input, 10);
  const day = locale.weekdaysParse(input);
  return typeof day === 'number' ? day : null;
}

function isoWeekdayIndex(input, locale) {
  if (typeof input === 'string') return locale.weekdaysParse(input) % 7 || 7;
  return isNaN(input) ? null : input;
}

const localWeekday = (m) => (m.day() + 7 - m.localeData()._week.dow) % 7;

// daysBetween counts the days from the start of the year, over changes of the
// clock.
const dayOfYear = (m) => Math.round((m.clone().startOf('day') - m.clone().startOf('year')) / msPerDay) + 1;

const accessors = {
  year: accessor('FullYear', true, setYear),
  month(value) {
    if (value == null) return field(this, 'Month');
    setMonth(this, value);
    moment.updateOffset(this, true);
    return this;
  },
  date: accessor('Date', true),
  hour: accessor('Hours', true),
  minute: accessor('Minutes', false),
  second: accessor('Seconds', false),
  millisecond: accessor('Milliseconds', false),

  day(value) {
    if (!this.isValid()) return value != null ? this : NaN;
    const day = field(this, 'Day');
    return value == null ? day : this.add(weekdayIndex(value, this.localeData()) - day, 'd');
  },
  weekday(value) {
    if (!this.isValid()) return value != null ? this : NaN;
    return value == null ? localWeekday(this) : this.add(value - localWeekday(this), 'd');
  },
  isoWeekday(value) {
    if (!this.isValid()) return value != null ? this : NaN;
    if (value == null) return this.day() || 7;
    const weekday = isoWeekdayIndex(value, this.localeData());
    return this.day(this.day() % 7 ? weekday : weekday - 7);
  },
  dayOfYear: stepper(dayOfYear),
  week: stepper((m) => m.localeData().week(m), 7),
  isoWeek: stepper((m) => weekOf(m, isoWeekRule).week, 7),
  quarter(value) {
    return value == null ? Math.ceil((this.month() + 1) / 3) : this.month((value - 1) * 3 + (this.month() % 3));
  },
  weekYear(value) {
    const rule = this.localeData()._week;
    return setWeekYear(this, value, this.week(), this.weekday() + rule.dow, rule);
  },
  isoWeekYear(value) {
    return setWeekYear(this, value, this.isoWeek(), this.isoWeekday(), isoWeekRule);
  },

  isLeapYear() {
    return isLeapYear(this.year());
  },
  daysInMonth() {
    return daysInMonth(this.year(), this.month());
  },
  weeksInYear() {
    return weeksInYear(this.year(), this.localeData()._week);
  },
  weeksInWeekYear() {
    return weeksInYear(this.weekYear(), this.localeData()._week);
  },
  isoWeeksInYear() {
    return weeksInYear(this.year(), isoWeekRule);
  },
  isoWeeksInISOWeekYear() {
    return weeksInYear(this.isoWeekYear(), isoWeekRule);
  },
  eraName() {
    return eraText(this, 'name');
  },
  eraNarrow() {
    return eraText(this, 'narrow');
  },
  eraAbbr() {
    return eraText(this, 'abbr');
  },
  eraYear() {
    return eraYear(this);
  },

  get(units) {
    const unit = normalizeUnits(units);
    return isFunction(this[unit]) ? this[unit]() : this;
  },
  set(units, value) {
    if (typeof units === 'object' && units !== null) {
      const values = normalizeUnitKeys(units);
      for (const unit of Object.keys(values).sort((a, b) => unitRank[a] - unitRank[b])) this[unit](values[unit]);
      return this;
    }
    const unit = normalizeUnits(units);
    return isFunction(this[unit]) ? this[unit](value) : this;
  },
};

Object.assign(Moment.prototype, accessors);
for (const unit of ['hour', 'minute', 'second', 'millisecond', 'quarter', 'week', 'isoWeek', 'day']) {
  Moment.prototype[unit + 's'] = accessors[unit];
}

// unitStart is the time at which the moment's unit began; undefined for units
// that have no beginning, of which startOf makes an invalid moment.
function unitStart(m, unit) {
  const time = m._isUTC ? utcTime : localTime;
  switch (unit) {
    case 'year': return time(m.year(), 0, 1);
    case 'quarter': return time(m.year(), m.month() - (m.month() % 3), 1);
    case 'month': return time(m.year(), m.month(), 1);
    case 'week': return time(m.year(), m.month(), m.date() - m.weekday());
    case 'isoWeek': return time(m.year(), m.month(), m.date() - (m.isoWeekday() - 1));
    case 'day': case 'date': return time(m.year(), m.month(), m.date());
  }
  const now = m._d.valueOf();
  switch (unit) {
    case 'hour': return now - modulo(now + (m._isUTC ? 0 : m.utcOffset() * msPerMinute), msPerHour);
    case 'minute': return now - modulo(now, msPerMinute);
    case 'second': return now - modulo(now, msPerSecond);
  }
  return undefined;
}

// unitEnd is the last millisecond of the moment's unit.
function unitEnd(m, unit) {
  const time = m._isUTC ? utcTime : localTime;
  switch (unit) {
    case 'year': return time(m.year() + 1, 0, 1) - 1;
    case 'quarter': return time(m.year(), m.month() - (m.month() % 3) + 3, 1) - 1;
    case 'month': return time(m.year(), m.month() + 1, 1) - 1;
    case 'week': return time(m.year(), m.month(), m.date() - m.weekday() + 7) - 1;
    case 'isoWeek': return time(m.year(), m.month(), m.date() - (m.isoWeekday() - 1) + 7) - 1;
    case 'day': case 'date': return time(m.year(), m.month(), m.date() + 1) - 1;
    case 'hour': return unitStart(m, unit) + msPerHour - 1;
    case 'minute': return unitStart(m, unit) + msPerMinute - 1;
    case 'second': return unitStart(m, unit) + msPerSecond - 1;
  }
  return undefined;
}

function boundary(find) {
  return function (units) {
    const unit = normalizeUnits(units);
    if (unit === undefined || unit === 'millisecond' || !this.isValid()) return this;
    const time = find(this, unit);
    this._d.setTime(time);
    moment.updateOffset(this, true);
    return this;
  };
}

Moment.prototype.startOf = boundary(unitStart);
Moment.prototype.endOf = boundary(unitEnd);
