// Reading strings by a format.

const digit1 = /\d/, digit2 = /\d\d/, digit3 = /\d{3}/, digit4 = /\d{4}/, digit6 = /[+-]?\d{6}/;
const upTo2 = /\d\d?/, upTo3 = /\d{1,3}/, upTo4 = /\d{1,4}/, upTo6 = /[+-]?\d{1,6}/;
const threeOrFour = /\d\d\d\d?/, fiveOrSix = /\d\d\d\d\d\d?/;
const unsigned = /\d+/, signed = /[+-]?\d+/;
const noLeadingZero = /^[1-9]\d?/, noPaddedZero = /^([1-9]\d|\d)/;
const seconds = /[+-]?\d+(\.\d{1,3})?/;
const offset = /Z|[+-]\d\d(?::?\d\d)?/i;
const offsets = /Z|[+-]\d\d(?::?\d\d)?/gi;
const fullOffsets = /Z|[+-]\d\d:?\d\d/gi;

// A reader says what a token accepts, loosely and in strict mode, each an
// expression or a function of locale and strictness, and what is done with it.
const readers = Object.create(null);

function reads(tokens, loose, strict, take) {
  const reader = { loose, strict: strict || loose, take };
  tokens.split(' ').forEach((token) => { readers[token] = reader; });
}

const setPart = (index, value = toInteger) => (text, config) => { config._a[index] = value(text); };
const setWeek = (key, value = toInteger) => (text, config) => { config._w[key] = value(text); };
const monthNumber = (text) => toInteger(text) - 1;
const centuryless = (text) => moment.parseTwoDigitYear(text);

function readMonthName(text, config, token) {
  const month = config._locale.monthsParse(text, token, config._strict);
  if (month != null) config._a[MONTH] = month;
  else flagsOf(config).invalidMonth = text;
}

function readWeekdayName(text, config, token) {
  const day = config._locale.weekdaysParse(text, token, config._strict);
  if (day != null) config._w.d = day;
  else flagsOf(config).invalidWeekday = text;
}

function readEra(text, config, token) {
  const era = config._locale.erasParse(text, token, config._strict);
  if (era) flagsOf(config).era = era;
  else flagsOf(config).invalidEra = text;
}

function readMeridiem(text, config) {
  config._isPm = config._locale.isPM(text);
  config._meridiem = text;
}

// readClock reads times without separators, such as 930 by Hmm. bigHour marks
// a 12-hour clock, whose hours must not be over 12 in strict mode.
function readClock(twelve, withSeconds) {
  return (text, config) => {
    const tail = withSeconds ? [text.slice(-4, -2), text.slice(-2)] : [text.slice(-2)];
    config._a[HOUR] = toInteger(text.slice(0, withSeconds ? -4 : -2));
    config._a[MINUTE] = toInteger(tail[0]);
    if (withSeconds) config._a[SECOND] = toInteger(tail[1]);
    if (twelve) flagsOf(config).bigHour = true;
  };
}

function readTwelveHour(text, config) {
  config._a[HOUR] = toInteger(text);
  flagsOf(config).bigHour = true;
}

function readOffset(text, config) {
  config._useUTC = true;
  const minutes = offsetOf(offsets, text);
  if (minutes === null) flagsOf(config).invalidOffset = text;
  else config._tzm = minutes;
}

const meridiemExpression = (locale) => locale._meridiemParse;
const eraYearExpression = (locale) => locale._eraYearOrdinalRegex || unsigned;
const ordinalDay = (locale, strict) => (strict ? locale._dayOfMonthOrdinalParse || locale._ordinalParse : locale._dayOfMonthOrdinalParseLenient);

function readEraYear(text, config) {
  const locale = config._locale;
  const match = locale._eraYearOrdinalRegex ? text.match(locale._eraYearOrdinalRegex) : undefined;
  config._a[YEAR] = locale.eraYearOrdinalParse ? locale.eraYearOrdinalParse(text, match) : parseInt(text, 10);
}

reads('N NN NNN', (locale, strict) => locale.erasAbbrRegex(strict), null, readEra);
reads('NNNN', (locale, strict) => locale.erasNameRegex(strict), null, readEra);
reads('NNNNN', (locale, strict) => locale.erasNarrowRegex(strict), null, readEra);
reads('y yy yyy yyyy', unsigned, null, readEraYear);
reads('yo', eraYearExpression, null, readEraYear);
reads('Y', signed, null, setPart(YEAR, (text) => parseInt(text, 10)));
reads('YY', upTo2, digit2, setPart(YEAR, centuryless));
reads('YYYY', upTo4, digit4, setPart(YEAR, (text) => (text.length === 2 ? centuryless(text) : toInteger(text))));
reads('YYYYY YYYYYY', upTo6, digit6, setPart(YEAR));
reads('Q', digit1, null, setPart(MONTH, (text) => (toInteger(text) - 1) * 3));
reads('M', upTo2, noLeadingZero, setPart(MONTH, monthNumber));
reads('MM', upTo2, digit2, setPart(MONTH, monthNumber));
reads('MMM', (locale, strict) => locale.monthsShortRegex(strict), null, readMonthName);
reads('MMMM', (locale, strict) => locale.monthsRegex(strict), null, readMonthName);
reads('D', upTo2, noLeadingZero, setPart(DATE));
reads('DD', upTo2, digit2, setPart(DATE));
reads('Do', ordinalDay, null, setPart(DATE, (text) => toInteger(text.match(upTo2)[0])));
reads('DDD', upTo3, null, (text, config) => { config._dayOfYear = toInteger(text); });
reads('DDDD', digit3, null, (text, config) => { config._dayOfYear = toInteger(text); });
for (const key of ['d', 'e', 'E']) reads(key, upTo2, null, setWeek(key));
reads('dd', (locale, strict) => locale.weekdaysMinRegex(strict), null, readWeekdayName);
reads('ddd', (locale, strict) => locale.weekdaysShortRegex(strict), null, readWeekdayName);
reads('dddd', (locale, strict) => locale.weekdaysRegex(strict), null, readWeekdayName);
for (const key of ['w', 'W']) {
  reads(key, upTo2, noLeadingZero, setWeek(key));
  reads(key + key, upTo2, digit2, setWeek(key));
}
for (const key of ['g', 'G']) {
  const year = key + key;
  reads(key, signed, null, null);
  reads(year, upTo2, digit2, setWeek(year, centuryless));
  reads(year + year, upTo4, digit4, setWeek(year));
  reads(year + year + key, upTo6, digit6, setWeek(year));
}
reads('H', upTo2, noPaddedZero, setPart(HOUR));
reads('HH', upTo2, digit2, setPart(HOUR));
reads('h', upTo2, noLeadingZero, readTwelveHour);
reads('hh', upTo2, digit2, readTwelveHour);
const fromMidnight24 = (text) => (toInteger(text) === 24 ? 0 : toInteger(text));
reads('k', upTo2, noLeadingZero, setPart(HOUR, fromMidnight24));
reads('kk', upTo2, digit2, setPart(HOUR, fromMidnight24));
reads('hmm', threeOrFour, null, readClock(true, false));
reads('hmmss', fiveOrSix, null, readClock(true, true));
reads('Hmm', threeOrFour, null, readClock(false, false));
reads('Hmmss', fiveOrSix, null, readClock(false, true));
reads('a A', meridiemExpression, null, readMeridiem);
reads('m', upTo2, noPaddedZero, setPart(MINUTE));
reads('mm', upTo2, digit2, setPart(MINUTE));
reads('s', upTo2, noPaddedZero, setPart(SECOND));
reads('ss', upTo2, digit2, setPart(SECOND));
const fraction = setPart(MILLISECOND, (text) => toInteger(('0.' + text) * 1000));
reads('S', upTo3, digit1, fraction);
reads('SS', upTo3, digit2, fraction);
reads('SSS', upTo3, digit3, fraction);
reads('SSSS SSSSS SSSSSS SSSSSSS SSSSSSSS SSSSSSSSS', unsigned, null, fraction);
reads('Z ZZ', offset, null, readOffset);
reads('x', signed, null, (text, config) => { config._d = new Date(toInteger(text)); });
reads('X', seconds, null, (text, config) => { config._d = new Date(parseFloat(text) * 1000); });

// literal is what a piece of a format that is no token stands for.
function literal(piece) {
  return piece.replace('\\', '').replace(/\\(\[)|\\(\])|\[([^\]\[]*)\]|\\(.)/g, (_, open, close, quoted, escaped) => open || close || quoted || escaped || '');
}

// findPiece looks for what a piece of the format accepts; empty when absent.
function findPiece(text, piece, config) {
  const reader = readers[piece];
  if (!reader) {
    const wanted = literal(piece);
    // Case counts. Looking for the text itself spares an expression.
    return text.includes(wanted) ? wanted : '';
  }
  const accepts = config._strict ? reader.strict : reader.loose;
  const match = text.match(isFunction(accepts) ? accepts(config._locale, config._strict) : accepts);
  return match ? match[0] : '';
}

function readPiece(config, piece, found) {
  const flags = flagsOf(config);
  if (!formats[piece]) {
    if (config._strict && !found) flags.unusedTokens.push(piece);
    return;
  }
  if (found) flags.empty = false;
  else flags.unusedTokens.push(piece);
  const reader = readers[piece];
  if (!found || !reader || !reader.take) return;
  if (!config._w) config._w = {};
  reader.take(found, config, piece);
}

// readByFormat takes from the string, piece by piece, what the format names;
// what lies between is skipped and counted.
function readByFormat(config) {
  if (config._f === moment.ISO_8601) return readISO(config);
  if (config._f === moment.RFC_2822) return readRFC2822(config);
  config._a = [];
  const flags = flagsOf(config);
  flags.empty = true;
  let rest = String(config._i);
  const length = rest.length;
  let used = 0;
  for (const piece of expandFormat(config._f, config._locale).match(formatTokens) || []) {
    const found = findPiece(rest, piece, config);
    if (found) {
      const at = rest.indexOf(found);
      if (at > 0) flags.unusedInput.push(rest.slice(0, at));
      rest = rest.slice(at + found.length);
      used += found.length;
    }
    readPiece(config, piece, found);
  }
  flags.charsLeftOver = length - used;
  if (rest.length > 0) flags.unusedInput.push(rest);
  if (config._w && Object.keys(config._w).length === 0) config._w = undefined;
  finishFormat(config, flags);
}

function finishFormat(config, flags) {
  const parts = config._a;
  if (flags.bigHour === true && parts[HOUR] > 0 && parts[HOUR] <= 12) flags.bigHour = undefined;
  flags.parsedDateParts = parts.slice(0);
  flags.meridiem = config._meridiem;
  parts[HOUR] = withMeridiem(config._locale, parts[HOUR], config._meridiem);
  if (flags.era !== null) parts[YEAR] = config._locale.erasConvertYear(flags.era, parts[YEAR]);
  completeParts(config);
  checkRange(config);
}

function withMeridiem(locale, hour, meridiem) {
  if (meridiem == null) return hour;
  if (locale.meridiemHour != null) return locale.meridiemHour(hour, meridiem);
  if (locale.isPM == null) return hour;
  const pm = locale.isPM(meridiem);
  if (pm && hour < 12) return hour + 12;
  return !pm && hour === 12 ? 0 : hour;
}

// readByBestFormat takes the format that leaves the least unread, of those from
// the first that reads the string without fault on.
function readByBestFormat(config) {
  if (config._f.length === 0) {
    flagsOf(config).invalidFormat = true;
    config._d = new Date(NaN);
    return;
  }
  let best, bestScore, bestIsValid = false;
  for (const format of config._f) {
    const attempt = carry({}, config);
    if (config._useUTC != null) attempt._useUTC = config._useUTC;
    attempt._f = format;
    readByFormat(attempt);
    const valid = isValid(attempt);
    const score = flagsOf(attempt).charsLeftOver + flagsOf(attempt).unusedTokens.length * 10;
    flagsOf(attempt).score = score;
    if (best === undefined || score < bestScore || (valid && !bestIsValid)) {
      best = attempt;
      bestScore = score;
      bestIsValid = bestIsValid || valid;
    }
  }
  Object.assign(config, best);
}
