// Locales: English, and what scripts define on its base.

function ordinalEn(number) {
  const ending = ['th', 'st', 'nd', 'rd'][number % 10] || 'th';
  return number + (toInteger((number % 100) / 10) === 1 ? 'th' : ending);
}

const baseLocale = {
  calendar: {
    sameDay: '[Today at] LT', nextDay: '[Tomorrow at] LT', nextWeek: 'dddd [at] LT',
    lastDay: '[Yesterday at] LT', lastWeek: '[Last] dddd [at] LT', sameElse: 'L',
  },
  longDateFormat: {
    LTS: 'h:mm:ss A', LT: 'h:mm A', L: 'MM/DD/YYYY', LL: 'MMMM D, YYYY',
    LLL: 'MMMM D, YYYY h:mm A', LLLL: 'dddd, MMMM D, YYYY h:mm A',
  },
  invalidDate: 'Invalid date',
  ordinal: '%d',
  dayOfMonthOrdinalParse: /\d{1,2}/,
  relativeTime: {
    future: 'in %s', past: '%s ago', s: 'a few seconds', ss: '%d seconds', m: 'a minute', mm: '%d minutes',
    h: 'an hour', hh: '%d hours', d: 'a day', dd: '%d days', w: 'a week', ww: '%d weeks',
    M: 'a month', MM: '%d months', y: 'a year', yy: '%d years',
  },
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  monthsShort: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  week: { dow: 0, doy: 6 },
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  weekdaysMin: ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'],
  weekdaysShort: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  meridiemParse: /[ap]\.?m?\.?/i,
};

function Locale(config) {
  if (config != null) this.set(config);
}

// anyWord is what a name of a month, weekday or era may be when a locale does
// not say: a word of any script, with digits before it, or Arabic words.
const anyWord = /[0-9]*['a-z\u00A0-\u05FF\u0700-\uD7FF\uF900-\uFDCF\uFDF0-\uFF07\uFF10-\uFFEF]+|[\u0600-\u06FF\/]+(\s*?[\u0600-\u06FF]+){1,2}/i;

function escapeRegExp(text) {
  return text.replace(/[-\/\\^$*+?.()|[\]{}]/g, '\\$&');
}

// pickName finds a name in a list, or in lists for use inside a date (format)
// and alone (standalone).
function pickName(names, index, format, insideDate) {
  if (isArray(names)) return index === undefined ? names : names[index];
  const inside = format !== undefined && (names.isFormat || insideDate).test(format);
  const list = names[inside ? 'format' : 'standalone'];
  return index === undefined ? list : list[index];
}

const monthInsideDate = /D[oD]?(\[[^\[\]]*\]|\s)+MMMM?/;
const never = /[^\s\S]/;

// rotate begins a list of weekdays with the locale's first.
function rotate(list, dow) {
  return list.slice(dow).concat(list.slice(0, dow));
}

function weekdayName(locale, names, day, format) {
  if (day === true) return rotate(pickName(names, undefined, 'standalone', never), locale._week.dow);
  return pickName(names, day ? day.day() : undefined, day ? format : undefined, never);
}

// alternatives is an expression for any of the names, the longest first.
function alternatives(names) {
  const pieces = names.map(escapeRegExp).sort((a, b) => b.length - a.length);
  return new RegExp('^(' + pieces.join('|') + ')', 'i');
}

// nameExpression is what a parse token of names accepts. own is what the
// locale's settings name for it, if anything.
function nameExpression(locale, kind, strict) {
  const exact = locale[kind.exact];
  const own = locale['_' + kind.lenient];
  const ownStrict = locale['_' + kind.strict];
  if (exact && !own) return alternatives(strict ? kind.list(locale) : kind.all(locale));
  if (strict && ownStrict) return ownStrict;
  return own || anyWord;
}

const count12 = Array.from({ length: 12 }, (_, i) => i);
const count7 = Array.from({ length: 7 }, (_, i) => i);

const nthMonth = (index) => fromUTC([2000, index]);
const nthDay = (index) => fromUTC([2000, 1]).day(index);

// listed is a list of names as the locale has them, or else as it makes them.
function listed(locale, method, make) {
  const names = locale['_' + method];
  return locale[method] === Locale.prototype[method] && isArray(names) ? names : make();
}

const longMonths = (locale) => listed(locale, 'months', () => count12.map((i) => locale.months(nthMonth(i), '')));
const shortMonths = (locale) => listed(locale, 'monthsShort', () => count12.map((i) => locale.monthsShort(nthMonth(i), '')));
const allMonths = (locale) => longMonths(locale).concat(shortMonths(locale));
const dayNames = {
  dddd: (locale) => listed(locale, 'weekdays', () => count7.map((i) => locale.weekdays(nthDay(i), ''))),
  ddd: (locale) => listed(locale, 'weekdaysShort', () => count7.map((i) => locale.weekdaysShort(nthDay(i), ''))),
  dd: (locale) => listed(locale, 'weekdaysMin', () => count7.map((i) => locale.weekdaysMin(nthDay(i), ''))),
};
const allDays = (locale) => [].concat(dayNames.dddd(locale), dayNames.ddd(locale), dayNames.dd(locale));

const monthKind = { exact: '_monthsParseExact', lenient: 'monthsRegex', strict: 'monthsStrictRegex', list: longMonths, all: allMonths };
const monthShortKind = { exact: '_monthsParseExact', lenient: 'monthsShortRegex', strict: 'monthsShortStrictRegex', list: shortMonths, all: allMonths };
const dayKind = (name, token) => ({ exact: '_weekdaysParseExact', lenient: name + 'Regex', strict: name + 'StrictRegex', list: dayNames[token], all: allDays });
const weekdayKind = dayKind('weekdays', 'dddd');
const weekdayShortKind = dayKind('weekdaysShort', 'ddd');
const weekdayMinKind = dayKind('weekdaysMin', 'dd');

// findName is the index of the name that text is, or, unless strict, begins
// with; undefined or null when it is none.
function findName(text, lists, strict, exact) {
  const wanted = String(text).toLowerCase();
  if (exact) {
    for (const list of lists) {
      const index = list.findIndex((name) => name.toLowerCase() === wanted);
      if (index >= 0) return index;
    }
    return null;
  }
  for (let i = 0; lists.length && i < lists[0].length; i++) {
    for (const list of lists) {
      const name = list[i].replace('.', '').toLowerCase();
      const given = strict ? wanted.replace('.', '') : wanted;
      if (strict ? given === name : given.startsWith(name)) return i;
    }
  }
  return undefined;
}

// fillIn puts a number or text into a phrase of the locale.
function fillIn(phrase, mark, value) {
  return phrase.replace(mark, value);
}

Object.assign(Locale.prototype, {
  calendar(key, moment, now) {
    const output = this._calendar[key] || this._calendar.sameElse;
    return isFunction(output) ? output.call(moment, now) : output;
  },
  longDateFormat(key) {
    const long = this._longDateFormat[key];
    const upper = this._longDateFormat[key.toUpperCase()];
    if (long || !upper) return long;
    // The short forms are the long ones with one letter less of these tokens.
    this._longDateFormat[key] = (upper.match(formatTokens) || [])
      .map((token) => (['MMMM', 'MM', 'DD', 'dddd'].includes(token) ? token.slice(1) : token)).join('');
    return this._longDateFormat[key];
  },
  invalidDate() {
    return this._invalidDate;
  },
  ordinal(number) {
    return fillIn(this._ordinal, '%d', number);
  },
  preparse: (text) => text,
  postformat: (text) => text,
  relativeTime(number, withoutSuffix, key, isFuture) {
    const phrase = this._relativeTime[key];
    return isFunction(phrase) ? phrase(number, withoutSuffix, key, isFuture) : fillIn(phrase, /%d/i, number);
  },
  pastFuture(difference, output) {
    const phrase = this._relativeTime[difference > 0 ? 'future' : 'past'];
    return isFunction(phrase) ? phrase(output) : fillIn(phrase, /%s/i, output);
  },
  set(config) {
    for (const key in config) {
      if (hasOwn(config, key)) this[isFunction(config[key]) ? key : '_' + key] = config[key];
    }
    this._config = config;
    const ordinal = this._dayOfMonthOrdinalParse || this._ordinalParse;
    this._dayOfMonthOrdinalParseLenient = new RegExp((ordinal.source || '') + '|\\d{1,2}');
  },

  months(moment, format) {
    return pickName(this._months, moment ? moment.month() : undefined, format, monthInsideDate);
  },
  monthsShort(moment, format) {
    return pickName(this._monthsShort, moment ? moment.month() : undefined, format, monthInsideDate);
  },
  monthsParse(text, format, strict) {
    const lists = strict ? (format === 'MMMM' ? [longMonths(this)] : format === 'MMM' ? [shortMonths(this)] : []) : [longMonths(this), shortMonths(this)];
    return findName(text, lists, strict, this._monthsParseExact);
  },
  monthsRegex(strict) {
    return nameExpression(this, monthKind, strict);
  },
  monthsShortRegex(strict) {
    return nameExpression(this, monthShortKind, strict);
  },

  week(moment) {
    return weekOf(moment, this._week).week;
  },
  firstDayOfYear() {
    return this._week.doy;
  },
  firstDayOfWeek() {
    return this._week.dow;
  },
  weekdays(day, format) {
    return weekdayName(this, this._weekdays, day, format);
  },
  weekdaysMin(day) {
    return weekdayName(this, this._weekdaysMin, day);
  },
  weekdaysShort(day) {
    return weekdayName(this, this._weekdaysShort, day);
  },
  weekdaysParse(text, format, strict) {
    const names = strict ? (hasOwn(dayNames, format) ? [dayNames[format]] : []) : [dayNames.dddd, dayNames.ddd, dayNames.dd];
    return findName(text, names.map((list) => list(this)), strict, this._weekdaysParseExact);
  },
  weekdaysRegex(strict) {
    return nameExpression(this, weekdayKind, strict);
  },
  weekdaysShortRegex(strict) {
    return nameExpression(this, weekdayShortKind, strict);
  },
  weekdaysMinRegex(strict) {
    return nameExpression(this, weekdayMinKind, strict);
  },

  isPM(text) {
    return String(text).toLowerCase().charAt(0) === 'p';
  },
  meridiem(hours, minutes, isLower) {
    const half = hours > 11 ? 'PM' : 'AM';
    return isLower ? half.toLowerCase() : half;
  },
});

// mergeSettings lays settings over others, one level deep.
function mergeSettings(parent, child) {
  const merged = Object.assign({}, parent);
  for (const key of Object.keys(child)) {
    if (isPlain(parent[key]) && isPlain(child[key])) merged[key] = Object.assign({}, parent[key], child[key]);
    else if (child[key] != null) merged[key] = child[key];
    else delete merged[key];
  }
  for (const key of Object.keys(parent)) {
    if (!hasOwn(child, key) && isPlain(parent[key])) merged[key] = Object.assign({}, merged[key]);
  }
  return merged;
}

const locales = Object.create(null);
// awaited holds the locales that were defined before their parent.
const awaited = Object.create(null);
let globalLocale;

function normalizeLocale(name) {
  return name ? name.toLowerCase().replace('_', '-') : name;
}

// loadedLocale finds a locale by its exact name.
function loadedLocale(name) {
  return typeof name === 'string' ? locales[name] : undefined;
}

// firstLocale finds the first locale there is, each name cut at its dashes
// from the end: de-AT is looked for as de-at, then de.
function firstLocale(names) {
  for (const name of names) {
    const parts = String(normalizeLocale(name)).split('-');
    for (; parts.length > 0; parts.pop()) {
      const found = loadedLocale(parts.join('-'));
      if (found) return found;
    }
  }
  return globalLocale;
}

function getLocale(key) {
  if (key && key._locale && key._locale._abbr) key = key._locale._abbr;
  if (!key) return globalLocale;
  return isArray(key) ? firstLocale(key) : loadedLocale(key) || firstLocale([key]);
}

function setGlobalLocale(key, values) {
  if (key) {
    const found = values === undefined ? getLocale(key) : defineLocale(key, values);
    if (found) globalLocale = found;
  }
  return globalLocale._abbr;
}

function defineLocale(name, config) {
  if (config === null) {
    delete locales[name];
    return null;
  }
  let parent = baseLocale;
  config.abbr = name;
  if (locales[name] != null) {
    const [change, make] = ['moment.updateLocale(localeName, config)', 'moment.defineLocale(localeName, config)'];
    deprecate('defineLocaleOverride', `use ${change} to change an existing locale. ${make} should only be used for creating a new locale See ${guide('define-locale')} for more info.`, { name: 'defineLocaleOverride' });
    parent = locales[name]._config;
  } else if (config.parentLocale != null) {
    const base = loadedLocale(config.parentLocale);
    if (!base) {
      (awaited[config.parentLocale] = awaited[config.parentLocale] || []).push({ name, config });
      return null;
    }
    parent = base._config;
  }
  locales[name] = new Locale(mergeSettings(parent, config));
  for (const child of awaited[name] || []) defineLocale(child.name, child.config);
  delete awaited[name];
  setGlobalLocale(name);
  return locales[name];
}

// updateLocale changes a locale for moments made from now on; null takes the
// changes back.
function updateLocale(name, config) {
  const known = locales[name];
  if (config == null) {
    if (known != null && known.parentLocale != null) {
      locales[name] = known.parentLocale;
      if (name === setGlobalLocale()) setGlobalLocale(name);
    } else if (known == null) {
      return null;
    } else {
      delete locales[name];
    }
    return locales[name];
  }
  if (known != null && known.parentLocale != null) {
    known.set(mergeSettings(known._config, config));
  } else {
    const merged = mergeSettings(known ? known._config : baseLocale, config);
    if (!known) merged.abbr = name;
    const updated = new Locale(merged);
    updated.parentLocale = known;
    locales[name] = updated;
  }
  setGlobalLocale(name);
  return locales[name];
}

// namesOf makes the functions that list a locale's months.
function monthLister(field) {
  return (format, index) => {
    if (isNumber(format)) [format, index] = [undefined, format];
    const locale = getLocale();
    const name = (i) => locale[field](fromUTC().set('month', i), format || '');
    return index != null ? name(index) : count12.map(name);
  };
}

// weekdayLister makes the functions that list a locale's weekdays, in the
// locale's order when the first argument is true.
function weekdayLister(field) {
  return (...args) => {
    const sorted = typeof args[0] === 'boolean' ? args.shift() : undefined;
    let [format, index] = args;
    // Without the first argument moment takes the format for the index, too.
    if (sorted === undefined) index = format;
    if (isNumber(format)) [format, index] = [undefined, format];
    const locale = getLocale();
    const shift = sorted ? locale._week.dow : 0;
    const name = (i) => locale[field](fromUTC().set('day', (i + shift) % 7), format || '');
    return index != null ? name(index) : count7.map(name);
  };
}
