// The function moment itself, its properties, and what is left of older
// versions.

function moment(...args) {
  return create(...args);
}
Object.defineProperty(moment, 'name', { value: 'moment', configurable: true });

const told = Object.create(null);

// deprecate tells that something old was used: the handler always, and the
// console once, unless the script does not want to hear it. The handler knows
// some things by name. What is said is what moment says, since it was posted
// and searched for, but for the stack, which is moment's own: given are the
// arguments that it shows.
function deprecate(what, text, { name = null, given } = {}) {
  if (moment.deprecationHandler != null) moment.deprecationHandler(name, text);
  if (told[what]) return;
  told[what] = true;
  if (moment.suppressDeprecationWarnings === false && typeof console !== 'undefined' && console.warn) {
    const shown = given ? '\nArguments: ' + given.map(argumentText).join('') : '';
    console.warn('Deprecation warning: ' + text + shown + '\nError');
  }
}

function argumentText(argument, index) {
  if (typeof argument !== 'object') return argument;
  const members = [];
  for (const key in argument) {
    if (Object.hasOwn(argument, key)) members.push(key + ': ' + argument[key]);
  }
  return '\n[' + index + '] ' + members.join(', ');
}

const guide = (page) => 'http://momentjs.com/guides/#/warnings/' + page + '/';

function deprecated(what, text, method) {
  return function (...args) {
    deprecate(what, text, { given: args });
    return method.apply(this, args);
  };
}

function localeAccessor(key) {
  if (key === undefined) return this._locale._abbr;
  const locale = getLocale(key);
  if (locale != null) this._locale = locale;
  return this;
}

function localeData() {
  return this._locale;
}

const insteadOfLang = 'moment().lang() is deprecated. Instead, use moment().localeData() to get the language configuration. Use moment().locale() to change languages.';

function langAccessor(key) {
  return key === undefined ? this.localeData() : this.locale(key);
}

Object.assign(Moment.prototype, {
  clone() {
    return new Moment(this);
  },
  isValid() {
    return isValid(this);
  },
  invalidAt() {
    return flagsOf(this).overflow;
  },
  parsingFlags() {
    return Object.assign({}, flagsOf(this));
  },
  creationData() {
    return { input: this._i, format: this._f, locale: this._locale, isUTC: this._isUTC, strict: this._strict };
  },
  locale: localeAccessor,
  localeData,
  lang: deprecated('lang', insteadOfLang, langAccessor),
  // The old max and min limit a moment, where moment.min and moment.max pick.
  max: deprecated('max', 'moment().max is deprecated, use moment.min instead. ' + guide('min-max'), function (...args) {
    const other = create(...args);
    if (!this.isValid() || !other.isValid()) return invalid();
    return other > this ? this : other;
  }),
  min: deprecated('min', 'moment().min is deprecated, use moment.max instead. ' + guide('min-max'), function (...args) {
    const other = create(...args);
    if (!this.isValid() || !other.isValid()) return invalid();
    return other < this ? this : other;
  }),
  dates: deprecated('dates', 'dates accessor is deprecated. Use date instead.', accessors.date),
  months: deprecated('months', 'months accessor is deprecated. Use month instead', accessors.month),
  years: deprecated('years', 'years accessor is deprecated. Use year instead', accessors.year),
  // zone counts westwards.
  zone: deprecated('zone', 'moment().zone is deprecated, use moment().utcOffset instead. ' + guide('zone'), function (input, keepLocalTime) {
    if (input == null) return -this.utcOffset();
    return this.utcOffset(typeof input === 'string' ? input : -input, keepLocalTime);
  }),
  isDSTShifted: deprecated('isDSTShifted', 'isDSTShifted is deprecated. See ' + guide('dst-shifted') + ' for more information', function () {
    return isShifted(this);
  }),
});

// isShifted tells whether the parts a moment was made from are not those it
// shows, as for a time that a change of the clock left out.
function isShifted(m) {
  if (m._isDSTShifted !== undefined) return m._isDSTShifted;
  const again = prepare(carry({}, m));
  m._isDSTShifted = false;
  if (again._a) {
    const other = again._isUTC ? fromUTC(again._a) : create(again._a);
    m._isDSTShifted = m.isValid() && again._a.some((part, i) => i < 7 && toInteger(part) !== toInteger(other.toArray()[i]));
  }
  return m._isDSTShifted;
}

// Moments of plugins that never judge themselves find the field.
Object.defineProperty(Moment.prototype, '_isValid', { value: undefined, writable: true, configurable: true });

Object.assign(Duration.prototype, {
  locale: localeAccessor,
  localeData,
  toIsoString: deprecated('toIsoString', 'toIsoString() is deprecated. Please use toISOString() instead (notice the capitals)', Duration.prototype.toISOString),
  lang: deprecated('lang', insteadOfLang, langAccessor),
});

function localeDataOf(key) {
  return getLocale(key);
}

Object.assign(moment, {
  momentProperties: [],
  suppressDeprecationWarnings: false,
  deprecationHandler: null,
  parseTwoDigitYear: (text) => toInteger(text) + (toInteger(text) > 68 ? 1900 : 2000),
  createFromInputFallback: readAsDate,
  _getDefaultDateParts: dateParts,
  ISO_8601() {},
  RFC_2822() {},
  // updateOffset is for time zone plugins, which put their own in its place.
  updateOffset() {},
  defaultFormat: 'YYYY-MM-DDTHH:mm:ssZ',
  defaultFormatUtc: 'YYYY-MM-DDTHH:mm:ss[Z]',
  lang: deprecated('moment.lang', 'moment.lang is deprecated. Use moment.locale instead.', setGlobalLocale),
  langData: deprecated('moment.langData', 'moment.langData is deprecated. Use moment.localeData instead.', localeDataOf),
  version: '2.31.0',
  fn: Moment.prototype,
  min: extreme('isBefore'),
  max: extreme('isAfter'),
  now: () => Date.now(),
  utc: (...args) => fromUTC(...args),
  unix: (input) => create(input * 1000),
  months: monthLister('months'),
  isDate,
  locale: setGlobalLocale,
  invalid,
  duration,
  isMoment,
  weekdays: weekdayLister('weekdays'),
  parseZone: (...args) => create(...args).parseZone(),
  localeData: localeDataOf,
  isDuration,
  monthsShort: monthLister('monthsShort'),
  weekdaysMin: weekdayLister('weekdaysMin'),
  defineLocale,
  updateLocale,
  locales: () => Object.keys(locales),
  weekdaysShort: weekdayLister('weekdaysShort'),
  normalizeUnits,
  relativeTimeRounding,
  relativeTimeThreshold,
  calendarFormat: calendarKey,
  prototype: Moment.prototype,
  HTML5_FMT: {
    DATETIME_LOCAL: 'YYYY-MM-DDTHH:mm', DATETIME_LOCAL_SECONDS: 'YYYY-MM-DDTHH:mm:ss', DATETIME_LOCAL_MS: 'YYYY-MM-DDTHH:mm:ss.SSS',
    DATE: 'YYYY-MM-DD', TIME: 'HH:mm', TIME_SECONDS: 'HH:mm:ss', TIME_MS: 'HH:mm:ss.SSS', WEEK: 'GGGG-[W]WW', MONTH: 'YYYY-MM',
  },
});

Object.assign(duration, { fn: Duration.prototype, invalid: () => duration(NaN) });

setGlobalLocale('en', {
  eras: erasEn,
  dayOfMonthOrdinalParse: /\d{1,2}(th|st|nd|rd)/,
  ordinal: ordinalEn,
});

return moment;
