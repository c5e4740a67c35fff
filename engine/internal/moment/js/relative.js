// Time in words: "3 days ago", "Tomorrow at 9:00 AM".

// thresholds are where the words go over to the next unit.
const thresholds = { ss: 44, s: 45, m: 45, h: 22, d: 26, w: null, M: 11 };
let rounding = Math.round;

// inWords picks the phrase of a duration: its key, and its number.
function inWords(length, limits) {
  const count = (unit) => rounding(length.as(unit));
  const seconds = count('s'), minutes = count('m'), hours = count('h'), days = count('d');
  const months = count('M'), weeks = count('w'), years = count('y');
  if (seconds <= limits.ss) return ['s', seconds];
  if (seconds < limits.s) return ['ss', seconds];
  if (minutes <= 1) return ['m', 1];
  if (minutes < limits.m) return ['mm', minutes];
  if (hours <= 1) return ['h', 1];
  if (hours < limits.h) return ['hh', hours];
  if (days <= 1) return ['d', 1];
  if (days < limits.d) return ['dd', days];
  if (limits.w != null) {
    if (weeks <= 1) return ['w', 1];
    if (weeks < limits.w) return ['ww', weeks];
  }
  if (months <= 1) return ['M', 1];
  if (months < limits.M) return ['MM', months];
  return years <= 1 ? ['y', 1] : ['yy', years];
}

function relativeTimeThreshold(key, limit) {
  if (thresholds[key] === undefined) return false;
  if (limit === undefined) return thresholds[key];
  thresholds[key] = limit;
  if (key === 's') thresholds.ss = limit - 1;
  return true;
}

function relativeTimeRounding(round) {
  if (round === undefined) return rounding;
  if (typeof round !== 'function') return false;
  rounding = round;
  return true;
}

Duration.prototype.humanize = function (withSuffix, own) {
  if (!this.isValid()) return this.localeData().invalidDate();
  if (typeof withSuffix === 'object') [withSuffix, own] = [false, withSuffix];
  const suffixed = typeof withSuffix === 'boolean' && withSuffix;
  let limits = thresholds;
  if (typeof own === 'object') {
    limits = Object.assign({}, thresholds, own);
    if (own && own.s != null && own.ss == null) limits.ss = own.s - 1;
  }
  const locale = this.localeData();
  const [key, number] = inWords(duration(this).abs(), limits);
  let text = locale.relativeTime(number, !suffixed, key, +this > 0);
  if (suffixed) text = locale.pastFuture(+this, text);
  return locale.postformat(text);
};

// calendarKey names how a moment lies to the start of today.
function calendarKey(m, today) {
  const days = m.diff(today, 'days', true);
  if (days < -6) return 'sameElse';
  if (days < -1) return 'lastWeek';
  if (days < 0) return 'lastDay';
  if (days < 1) return 'sameDay';
  if (days < 2) return 'nextDay';
  return days < 7 ? 'nextWeek' : 'sameElse';
}

const calendarKeys = ['sameDay', 'nextDay', 'lastDay', 'nextWeek', 'lastWeek', 'sameElse'];
const objectUnits = ['y', 'M', 'D', 'h', 'm', 's', 'ms'].concat(
  ...['year', 'month', 'day', 'date', 'hour', 'minute', 'second', 'millisecond'].map((unit) => [unit, unit + 's']));

function hasKeyOf(value, keys) {
  return isPlain(value) && keys.some((key) => hasOwn(value, key));
}

function isListOfNumbersOrTexts(value) {
  return isArray(value) && (value.every(isNumber) || (typeof value[0] === 'string' && value.every((item) => isNumber(item) || typeof item === 'string')));
}

// isInput tells whether a moment can be made of the value; isCalendar whether
// it holds formats of calendar().
function isInput(value) {
  return isMoment(value) || isDate(value) || typeof value === 'string' || isNumber(value) || value == null ||
    isListOfNumbersOrTexts(value) || isObjectInput(value);
}

function isObjectInput(value) {
  return isPlain(value) && Object.keys(value).length > 0 && hasKeyOf(value, objectUnits);
}

function isCalendar(value) {
  return isPlain(value) && Object.keys(value).length > 0 && hasKeyOf(value, calendarKeys);
}

function calendarArguments(args) {
  if (args.length !== 1) return args;
  const [only] = args;
  if (!only) return [];
  if (isInput(only)) return [only];
  return isCalendar(only) ? [undefined, only] : [];
}

// relation makes from() and to(): the words for the time between two moments.
function relation(ends) {
  return function (time, withoutSuffix) {
    const valid = this.isValid() && ((isMoment(time) && time.isValid()) || create(time).isValid());
    if (!valid) return this.localeData().invalidDate();
    return duration(ends(this, time)).locale(this.locale()).humanize(!withoutSuffix);
  };
}

Object.assign(Moment.prototype, {
  calendar(...args) {
    const [time, own] = calendarArguments(args);
    const now = time || create();
    const key = moment.calendarFormat(this, inZoneOf(now, this).startOf('day')) || 'sameElse';
    const format = own && (isFunction(own[key]) ? own[key].call(this, now) : own[key]);
    return this.format(format || this.localeData().calendar(key, this, create(now)));
  },
  from: relation((m, time) => ({ to: m, from: time })),
  to: relation((m, time) => ({ from: m, to: time })),
  fromNow(withoutSuffix) {
    return this.from(create(), withoutSuffix);
  },
  toNow(withoutSuffix) {
    return this.to(create(), withoutSuffix);
  },
});
