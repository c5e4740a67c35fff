// Making moments. As in moment, what is read goes through a configuration
// whose fields the moment takes over: _i the input, _f the format, _l the
// locale asked for, _d the Date, _isUTC and _offset the zone, _tzm the offset
// that was read, in minutes. In a moment that shows UTC or a fixed offset, _d
// is shifted by _offset, so that its UTC fields are the ones to show.

const carriedFields = ['_isAMomentObject', '_i', '_f', '_l', '_strict', '_tzm', '_isUTC', '_offset', '_locale'];

function carry(to, from) {
  carryFields(to, from, carriedFields);
  if (from._pf !== undefined) to._pf = flagsOf(from);
  carryFields(to, from, moment.momentProperties);
  return to;
}

// carryFields counts, since every moment comes by and for…of is slow in goja.
function carryFields(to, from, fields) {
  for (let i = 0; i < fields.length; i++) {
    const value = from[fields[i]];
    if (value !== undefined) to[fields[i]] = value;
  }
}

// updating keeps a moment made within moment.updateOffset from calling it again.
let updating = false;

function Moment(config) {
  carry(this, config);
  this._d = new Date(config._d != null ? config._d.getTime() : NaN);
  if (!this.isValid()) this._d = new Date(NaN);
  if (!updating) {
    updating = true;
    moment.updateOffset(this);
    updating = false;
  }
}

function isMoment(value) {
  return value instanceof Moment || (value != null && value._isAMomentObject != null);
}

function noFlags() {
  return {
    empty: false, unusedTokens: [], unusedInput: [], overflow: -2, charsLeftOver: 0, nullInput: false,
    invalidEra: null, invalidMonth: null, invalidOffset: null, invalidFormat: false, userInvalidated: false,
    iso: false, parsedDateParts: [], era: null, meridiem: null, rfc2822: false, weekdayMismatch: false,
  };
}

// flagsOf are the parsing flags: what was noticed while reading the input.
function flagsOf(config) {
  if (config._pf == null) config._pf = noFlags();
  return config._pf;
}

const spoiling = ['empty', 'invalidEra', 'invalidMonth', 'invalidOffset', 'invalidWeekday', 'weekdayMismatch', 'nullInput', 'invalidFormat', 'userInvalidated'];

function judge(config) {
  const flags = flagsOf(config);
  if (!config._d || isNaN(config._d.getTime()) || flags.overflow >= 0) return false;
  if (spoiling.some((flag) => flags[flag])) return false;
  if (flags.meridiem && !flags.parsedDateParts.some((part) => part != null)) return false;
  return !config._strict || (flags.charsLeftOver === 0 && flags.unusedTokens.length === 0 && flags.bigHour === undefined);
}

// isValid keeps its answer, but a moment whose time was lost is never valid.
function isValid(config) {
  if (config._isValid && isNaN(config._d)) return false;
  if (config._isValid == null) {
    const valid = judge(config);
    if (Object.isFrozen(config)) return valid;
    config._isValid = valid;
  }
  return config._isValid;
}

function invalid(flags) {
  const m = fromUTC(NaN);
  if (flags != null) Object.assign(flagsOf(m), flags);
  else flagsOf(m).userInvalidated = true;
  return m;
}

function isEmpty(input) {
  if (isArray(input)) return input.length === 0;
  return isPlain(input) && Object.getOwnPropertyNames(input).length === 0;
}

// make reads the arguments of moment() and moment.utc().
function make(input, format, locale, strict, isUTC) {
  if (typeof format === 'boolean') [strict, format] = [format, undefined];
  if (typeof locale === 'boolean') [strict, locale] = [locale, undefined];
  if (isEmpty(input)) input = undefined;
  const config = { _isAMomentObject: true, _isUTC: isUTC, _useUTC: isUTC, _l: locale, _i: input, _f: format, _strict: strict };
  const read = checkRange(prepare(config));
  const made = new Moment(read);
  return read._nextDay ? made.add(1, 'd') : made; // 24:00 was read
}

function create(input, format, locale, strict) {
  return make(input, format, locale, strict, false);
}

function fromUTC(input, format, locale, strict) {
  return make(input, format, locale, strict, true).utc();
}

function prepare(config) {
  config._locale = config._locale || getLocale(config._l);
  if (config._i === null || (config._f === undefined && config._i === '')) return invalid({ nullInput: true });
  if (typeof config._i === 'string') config._i = config._locale.preparse(config._i);
  if (isMoment(config._i)) return new Moment(checkRange(config._i));
  if (isDate(config._i)) config._d = config._i;
  else if (isArray(config._f)) readByBestFormat(config);
  else if (config._f) readByFormat(config);
  else readByType(config);
  if (!isValid(config)) config._d = null;
  return config;
}

function readByType(config) {
  const input = config._i;
  if (input === undefined) config._d = new Date(moment.now());
  else if (typeof input === 'string') readString(config);
  else if (isArray(input)) readParts(config, input.slice(0).map((part) => parseInt(part, 10)));
  else if (isPlain(input)) readObject(config);
  else if (isNumber(input)) config._d = new Date(input);
  else moment.createFromInputFallback(config);
}

function readObject(config) {
  const { year, month, day, date, hour, minute, second, millisecond } = normalizeUnitKeys(config._i);
  const parts = [year, month, day === undefined ? date : day, hour, minute, second, millisecond];
  readParts(config, parts.map((part) => part && parseInt(part, 10)));
}

// Indexes of the parts of a date; WEEK and WEEKDAY are only named by invalidAt.
const YEAR = 0, MONTH = 1, DATE = 2, HOUR = 3, MINUTE = 4, SECOND = 5, MILLISECOND = 6, WEEK = 7, WEEKDAY = 8;

function readParts(config, parts) {
  config._a = parts;
  completeParts(config);
}

// dateParts gives year, month and date of now in the zone that is read in; it
// is moment._getDefaultDateParts, for time zone plugins to replace.
function dateParts(config, now) {
  if (config._useUTC) return [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return [now.getFullYear(), now.getMonth(), now.getDate()];
}

// completeParts makes the Date of what was read: what is missing before the
// first part read is today's, what is missing after it the lowest.
function completeParts(config) {
  if (config._d) return;
  const current = moment._getDefaultDateParts(config, new Date(moment.now()));
  const parts = config._a;
  if (config._w && parts[DATE] == null && parts[MONTH] == null) placeWeek(config);
  if (config._dayOfYear != null) placeDayOfYear(config, current);
  const isWholeDate = parts[YEAR] != null && parts[MONTH] != null && parts[DATE] != null;
  const full = [];
  let i = 0;
  for (; i < 3 && parts[i] == null; i++) full[i] = parts[i] = current[i];
  for (; i < 7; i++) full[i] = parts[i] = parts[i] == null ? (i === DATE ? 1 : 0) : parts[i];
  if (parts[HOUR] === 24 && parts[MINUTE] === 0 && parts[SECOND] === 0 && parts[MILLISECOND] === 0) {
    config._nextDay = true;
    parts[HOUR] = full[HOUR] = 0;
  }
  config._d = new Date((config._useUTC ? utcTime : localTime)(...full));
  const weekday = config._useUTC ? config._d.getUTCDay() : config._d.getDay();
  if (config._tzm != null) config._d.setUTCMinutes(config._d.getUTCMinutes() - config._tzm);
  if (config._nextDay) parts[HOUR] = 24;
  // A weekday beside less than a whole date is taken for what it is worth.
  if (isWholeDate && config._w && config._w.d !== undefined && config._w.d !== weekday) flagsOf(config).weekdayMismatch = true;
}

function placeDayOfYear(config, current) {
  const year = config._a[YEAR] == null ? current[YEAR] : config._a[YEAR];
  if (config._dayOfYear > daysInYear(year) || config._dayOfYear === 0) flagsOf(config)._overflowDayOfYear = true;
  const date = new Date(utcTime(year, 0, config._dayOfYear));
  config._a[MONTH] = date.getUTCMonth();
  config._a[DATE] = date.getUTCDate();
}

function firstDefined(...values) {
  return values.find((value) => value != null);
}

// weekRead tells what year, week and weekday the read parts name.
function weekRead(config) {
  const w = config._w;
  const year = config._a[YEAR];
  if (w.GG != null || w.W != null || w.E != null) {
    const weekday = firstDefined(w.E, 1);
    return {
      rule: isoWeekRule, year: firstDefined(w.GG, year, weekOf(create(), isoWeekRule).year),
      week: firstDefined(w.W, 1), weekday, outside: weekday < 1 || weekday > 7,
    };
  }
  const rule = config._locale._week;
  const now = weekOf(create(), rule);
  const read = { rule, year: firstDefined(w.gg, year, now.year), week: firstDefined(w.w, now.week), weekday: rule.dow, outside: false };
  const index = firstDefined(w.d, w.e);
  if (index != null) {
    read.weekday = w.d != null ? w.d : w.e + rule.dow;
    read.outside = index < 0 || index > 6;
  }
  return read;
}

function placeWeek(config) {
  const { rule, year, week, weekday, outside } = weekRead(config);
  if (week < 1 || week > weeksInYear(year, rule)) {
    flagsOf(config)._overflowWeeks = true;
  } else if (outside) {
    flagsOf(config)._overflowWeekday = true;
  } else {
    const day = dayOfWeek(year, week, weekday, rule);
    config._a[YEAR] = day.year;
    config._dayOfYear = day.dayOfYear;
  }
}

// outOfRange is the index of the first part that no date has; -1 if none.
function outOfRange(parts) {
  const [year, month, date, hour, minute, second, millisecond] = parts;
  if (month < 0 || month > 11) return MONTH;
  if (date < 1 || date > daysInMonth(year, month)) return DATE;
  if (hour < 0 || hour > 24 || (hour === 24 && (minute !== 0 || second !== 0 || millisecond !== 0))) return HOUR;
  if (minute < 0 || minute > 59) return MINUTE;
  if (second < 0 || second > 59) return SECOND;
  return millisecond < 0 || millisecond > 999 ? MILLISECOND : -1;
}

// checkRange notes what was out of range, once.
function checkRange(config) {
  const flags = flagsOf(config);
  if (!config._a || flags.overflow !== -2) return config;
  let overflow = outOfRange(config._a);
  if (flags._overflowDayOfYear && (overflow < YEAR || overflow > DATE)) overflow = DATE;
  if (flags._overflowWeeks && overflow === -1) overflow = WEEK;
  if (flags._overflowWeekday && overflow === -1) overflow = WEEKDAY;
  flags.overflow = overflow;
  return config;
}
