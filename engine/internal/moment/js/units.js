'use strict';

// Units of time: their names, and small arithmetic that treats what scripts
// pass as moment does.

// unitNames gives a unit its names: the short one, where case counts, and the
// long ones, where it does not. rank orders the units of a set({…}).
const unitNames = [
  // unit, rank, short, long names
  ['year', 1, 'y', 'year', 'years'],
  ['weekYear', 1, 'gg', 'weekyear', 'weekyears'],
  ['isoWeekYear', 1, 'GG', 'isoweekyear', 'isoweekyears'],
  ['dayOfYear', 4, 'DDD', 'dayofyear', 'dayofyears'],
  ['week', 5, 'w', 'week', 'weeks'],
  ['isoWeek', 5, 'W', 'isoweek', 'isoweeks'],
  ['quarter', 7, 'Q', 'quarter', 'quarters'],
  ['month', 8, 'M', 'month', 'months'],
  ['date', 9, 'D', 'date', 'dates'],
  ['day', 11, 'd', 'day', 'days'],
  ['weekday', 11, 'e', 'weekday', 'weekdays'],
  ['isoWeekday', 11, 'E', 'isoweekday', 'isoweekdays'],
  ['hour', 13, 'h', 'hour', 'hours'],
  ['minute', 14, 'm', 'minute', 'minutes'],
  ['second', 15, 's', 'second', 'seconds'],
  ['millisecond', 16, 'ms', 'millisecond', 'milliseconds'],
];

const unitByName = Object.create(null);
const unitRank = Object.create(null);
unitNames.forEach((row) => {
  unitRank[row[0]] = row[1];
  for (let i = 2; i < row.length; i++) unitByName[row[i]] = row[0];
});

function normalizeUnits(units) {
  if (typeof units !== 'string') return undefined;
  return unitByName[units] || unitByName[units.toLowerCase()];
}

// normalizeUnitKeys renames the keys of an object to units, dropping others.
function normalizeUnitKeys(object) {
  const normalized = {};
  for (const key in object) {
    const unit = hasOwn(object, key) && normalizeUnits(key);
    if (unit) normalized[unit] = object[key];
  }
  return normalized;
}

const msPerSecond = 1000;
const msPerMinute = 60 * msPerSecond;
const msPerHour = 60 * msPerMinute;
const msPerDay = 24 * msPerHour;
// The Gregorian calendar repeats every 400 years.
const daysPer400Years = 146097;
const msPer400Years = daysPer400Years * msPerDay;

function hasOwn(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key);
}

function classOf(value) {
  return Object.prototype.toString.call(value);
}

function isPlain(value) {
  return value != null && classOf(value) === '[object Object]';
}

function isNumber(value) {
  return typeof value === 'number' || classOf(value) === '[object Number]';
}

function isDate(value) {
  return value instanceof Date || classOf(value) === '[object Date]';
}

function isArray(value) {
  return value instanceof Array || classOf(value) === '[object Array]';
}

function isFunction(value) {
  return typeof value === 'function' || classOf(value) === '[object Function]';
}

// towardsZero drops the fraction, and gives no negative zero.
function towardsZero(number) {
  return Math.trunc(number) || 0;
}

function awayFromZero(number) {
  return number < 0 ? Math.floor(number) : Math.ceil(number);
}

// roundHalfAway rounds halves away from zero, where Math.round rounds up.
function roundHalfAway(number) {
  return number < 0 ? -Math.round(-number) : Math.round(number);
}

// toInteger reads any value as an integer; what is no number is 0.
function toInteger(value) {
  const number = +value;
  return isFinite(number) ? towardsZero(number) : 0;
}

// modulo has the sign of the divisor.
function modulo(number, divisor) {
  return ((number % divisor) + divisor) % divisor;
}

function zeroFill(number, length, forceSign) {
  const sign = number >= 0 ? (forceSign ? '+' : '') : '-';
  return sign + String(Math.abs(number)).padStart(length, '0');
}

function isLeapYear(year) {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInYear(year) {
  return isLeapYear(year) ? 366 : 365;
}

// daysInMonth takes months, counted from 0, of other years too, and fractions
// of them, which moment gives lengths between.
function daysInMonth(year, month) {
  if (isNaN(year) || isNaN(month)) return NaN;
  const inYear = modulo(month, 12);
  if (inYear === 1) return isLeapYear(year + (month - inYear) / 12) ? 29 : 28;
  return 31 - ((inYear % 7) % 2);
}

// localTime and utcTime count milliseconds of a date and time. Date takes the
// years 0 to 99 for 1900 to 1999, so these are reckoned one cycle later.
function localTime(year, month = 0, ...rest) {
  if (year >= 0 && year < 100) {
    const date = new Date(year + 400, month, ...rest);
    if (isFinite(date.getFullYear())) date.setFullYear(year);
    return date.getTime();
  }
  const date = new Date(year, month, ...rest);
  settle(date, Date.UTC(year, month, ...rest));
  return date.getTime();
}

// settle puts a Date right at a change of the clock, where goja's Date may
// choose otherwise than JavaScript prescribes: a local time that comes twice is
// the first, and one that is left out counts by the offset before the change.
// shown is the local time, as if it were UTC.
function settle(date, shown) {
  const time = date.getTime();
  const before = new Date(time - msPerDay).getTimezoneOffset() * msPerMinute;
  const after = new Date(time + msPerDay).getTimezoneOffset() * msPerMinute;
  if (before === after || isNaN(time)) return;
  const early = shown + before, late = shown + after;
  const isEarly = new Date(early).getTimezoneOffset() * msPerMinute === before;
  const isLate = new Date(late).getTimezoneOffset() * msPerMinute === after;
  date.setTime(isEarly || !isLate ? early : late);
}

function utcTime(year, month = 0, ...rest) {
  if (!(year >= 0 && year < 100)) return Date.UTC(year, month, ...rest);
  const date = new Date(Date.UTC(year + 400, month, ...rest));
  if (isFinite(date.getUTCFullYear())) date.setUTCFullYear(year);
  return date.getTime();
}
