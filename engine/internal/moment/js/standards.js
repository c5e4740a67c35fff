// Reading strings without a format: ISO 8601, RFC 2822, and what Date takes.

const isoExtended = /^\s*((?:[+-]\d{6}|\d{4})-(?:\d\d-\d\d|W\d\d-\d|W\d\d|\d\d\d|\d\d))(?:(T| )(\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?)([+-]\d\d(?::?\d\d)?|\s*Z)?)?$/;
const isoBasic = /^\s*((?:[+-]\d{6}|\d{4})(?:\d\d\d\d|W\d\d\d|W\d\d|\d\d\d|\d\d|))(?:(T| )(\d\d(?:\d\d(?:\d\d(?:[.,]\d+)?)?)?)([+-]\d\d(?::?\d\d)?|\s*Z)?)?$/;

// The forms of an ISO date, the first that fits counts; a time may follow only
// those that name a day.
const isoDates = [
  { format: 'YYYYYY-MM-DD', form: /[+-]\d{6}-\d\d-\d\d/, day: true },
  { format: 'YYYY-MM-DD', form: /\d{4}-\d\d-\d\d/, day: true },
  { format: 'GGGG-[W]WW-E', form: /\d{4}-W\d\d-\d/, day: true },
  { format: 'GGGG-[W]WW', form: /\d{4}-W\d\d/, day: false },
  { format: 'YYYY-DDD', form: /\d{4}-\d{3}/, day: true },
  { format: 'YYYY-MM', form: /\d{4}-\d\d/, day: false },
  { format: 'YYYYYYMMDD', form: /[+-]\d{10}/, day: true },
  { format: 'YYYYMMDD', form: /\d{8}/, day: true },
  { format: 'GGGG[W]WWE', form: /\d{4}W\d{3}/, day: true },
  { format: 'GGGG[W]WW', form: /\d{4}W\d{2}/, day: false },
  { format: 'YYYYDDD', form: /\d{7}/, day: true },
  { format: 'YYYYMM', form: /\d{6}/, day: false },
  { format: 'YYYY', form: /\d{4}/, day: false },
];

// isoTimeFormat is the format of a time that the expressions above let pass.
function isoTimeFormat(time) {
  const [clock, fraction] = time.split(/[.,]/);
  const colons = clock.includes(':') ? ':' : '';
  const parts = ['HH', 'mm', 'ss'].slice(0, clock.split(':').join('').length / 2);
  return parts.join(colons) + (fraction === undefined ? '' : time[clock.length] + 'SSSS');
}

// readISO leaves _isValid false when the string is none.
function readISO(config) {
  const match = isoExtended.exec(config._i) || isoBasic.exec(config._i);
  config._isValid = false;
  if (!match) return;
  flagsOf(config).iso = true;
  const [, date, separator, time, zone] = match;
  const form = isoDates.find((each) => each.form.test(date));
  if (!form || (time && !form.day)) return;
  config._isValid = undefined;
  config._f = form.format + (time ? separator + isoTimeFormat(time) : '') + (zone ? 'Z' : '');
  readByFormat(config);
}

const rfc2822 = /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s)?(\d{1,2})\s(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s(\d{2,4})\s(\d\d):(\d\d)(?::(\d\d))?\s(?:(UT|GMT|[ECMP][SD]T)|([Zz])|([+-]\d{4}))$/;

// The zones that RFC 2822 names, in minutes.
const namedZones = {
  UT: 0, GMT: 0, EDT: -4 * 60, EST: -5 * 60, CDT: -5 * 60, CST: -6 * 60,
  MDT: -6 * 60, MST: -7 * 60, PDT: -7 * 60, PST: -8 * 60,
};

function rfcOffset(name, military, number) {
  if (name) return namedZones[name];
  if (military) return 0;
  const clock = parseInt(number, 10);
  const minutes = clock % 100;
  return ((clock - minutes) / 100) * 60 + minutes;
}

function rfcYear(text) {
  const year = parseInt(text, 10);
  return year <= 49 ? 2000 + year : year <= 999 ? 1900 + year : year;
}

// withoutComments drops comments and folds white space.
function withoutComments(text) {
  return text.replace(/\([^()]*\)|[\n\t]/g, ' ').replace(/\s\s+/g, ' ').trim();
}

function readRFC2822(config) {
  const match = rfc2822.exec(withoutComments(String(config._i)));
  if (!match) {
    config._isValid = false;
    return;
  }
  const [, weekday, day, month, year, hour, minute, second, name, military, number] = match;
  const parts = [rfcYear(year), baseLocale.monthsShort.indexOf(month), ...[day, hour, minute].map((n) => parseInt(n, 10))];
  if (second) parts.push(parseInt(second, 10));
  const actual = new Date(parts[0], parts[1], parts[2]).getDay();
  if (weekday && baseLocale.weekdaysShort.indexOf(weekday) !== actual) {
    flagsOf(config).weekdayMismatch = true;
    config._isValid = false;
    return;
  }
  config._a = parts;
  config._tzm = rfcOffset(name, military, number);
  config._d = new Date(utcTime(...parts));
  config._d.setUTCMinutes(config._d.getUTCMinutes() - config._tzm);
  flagsOf(config).rfc2822 = true;
}

const aspNetDate = /^\/?Date\((-?\d+)/i;

function readString(config) {
  const match = aspNetDate.exec(config._i);
  if (match) {
    config._d = new Date(+match[1]);
    return;
  }
  for (const read of [readISO, readRFC2822]) {
    read(config);
    if (config._isValid !== false) return;
    delete config._isValid;
  }
  if (config._strict) config._isValid = false;
  else moment.createFromInputFallback(config);
}

// readAsDate is moment.createFromInputFallback as it comes.
function readAsDate(config) {
  deprecate('createFromInputFallback', 'value provided is not in a recognized RFC2822 or ISO format. moment construction falls back to js Date(), '
    + 'which is not reliable across all browsers and versions. Non RFC2822/ISO date formats are discouraged. '
    + `Please refer to ${guide('js-date')} for more info.`, { given: [config] });
  config._d = new Date(config._i + (config._useUTC ? ' UTC' : ''));
}
