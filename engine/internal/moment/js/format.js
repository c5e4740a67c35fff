// Writing moments as text.

const formatTokens = /(\[[^\[]*\])|(\\)?([Hh]mm(ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|w[o|w]?|W[o|W]?|Qo?|N{1,5}|YYYYYY|YYYYY|YYYY|YY|y{2,4}|yo?|gg(ggg?)?|GG(GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|.)/g;
const longTokens = /(\[[^\[]*\])|(\\)?(LTS|LT|LL?L?L?|l{1,4})/g;

// formats writes each token.
const formats = Object.create(null);

function writes(token, value) {
  formats[token] = value;
}

// writesNumber writes a number bare, as token names it, then with zeros under
// the doubled token, and as an ordinal.
function writesNumber(token, value, { padded, ordinal } = {}) {
  writes(token, value);
  if (padded) writes(padded, (m) => zeroFill(value(m), padded.length));
  if (ordinal) writes(token + 'o', (m) => m.localeData().ordinal(value(m), token));
}

writesNumber('M', (m) => m.month() + 1, { padded: 'MM', ordinal: true });
writes('MMM', (m, format) => m.localeData().monthsShort(m, format));
writes('MMMM', (m, format) => m.localeData().months(m, format));
writesNumber('Q', (m) => m.quarter(), { ordinal: true });
writesNumber('D', (m) => m.date(), { padded: 'DD', ordinal: true });
writesNumber('DDD', (m) => m.dayOfYear(), { ordinal: true });
writes('DDDD', (m) => zeroFill(m.dayOfYear(), 3));
writesNumber('d', (m) => m.day(), { ordinal: true });
writes('dd', (m, format) => m.localeData().weekdaysMin(m, format));
writes('ddd', (m, format) => m.localeData().weekdaysShort(m, format));
writes('dddd', (m, format) => m.localeData().weekdays(m, format));
writes('e', (m) => m.weekday());
writes('E', (m) => m.isoWeekday());
writesNumber('w', (m) => m.week(), { padded: 'ww', ordinal: true });
writesNumber('W', (m) => m.isoWeek(), { padded: 'WW', ordinal: true });
writes('Y', (m) => (m.year() <= 9999 ? zeroFill(m.year(), 4) : '+' + m.year()));
writes('YY', (m) => zeroFill(m.year() % 100, 2));
writes('YYYY', (m) => zeroFill(m.year(), 4));
writes('YYYYY', (m) => zeroFill(m.year(), 5));
writes('YYYYYY', (m) => zeroFill(m.year(), 6, true));
writesNumber('y', (m) => m.eraYear(), { ordinal: true });
for (const length of [2, 3, 4]) writes('y'.repeat(length), (m) => zeroFill(m.eraYear(), length));
for (const token of ['N', 'NN', 'NNN']) writes(token, (m) => m.eraAbbr());
writes('NNNN', (m) => m.eraName());
writes('NNNNN', (m) => m.eraNarrow());
for (const [key, year] of [['g', 'weekYear'], ['G', 'isoWeekYear']]) {
  writes(key.repeat(2), (m) => zeroFill(m[year]() % 100, 2));
  writes(key.repeat(4), (m) => zeroFill(m[year](), 4));
  writes(key.repeat(5), (m) => zeroFill(m[year](), 5));
}
writesNumber('H', (m) => m.hours(), { padded: 'HH' });
writesNumber('h', (m) => m.hours() % 12 || 12, { padded: 'hh' });
writesNumber('k', (m) => m.hours() || 24, { padded: 'kk' });
writesNumber('m', (m) => m.minutes(), { padded: 'mm' });
writesNumber('s', (m) => m.seconds(), { padded: 'ss' });
for (const hour of ['h', 'H']) {
  writes(hour + 'mm', (m) => formats[hour](m) + formats.mm(m));
  writes(hour + 'mmss', (m) => formats[hour](m) + formats.mm(m) + formats.ss(m));
}
writes('a', (m) => m.localeData().meridiem(m.hours(), m.minutes(), true));
writes('A', (m) => m.localeData().meridiem(m.hours(), m.minutes(), false));
for (let digits = 1; digits <= 9; digits++) {
  writes('S'.repeat(digits), (m) => zeroFill(Math.floor(m.milliseconds() * 10 ** (digits - 3)), digits));
}
writes('x', (m) => m.valueOf());
writes('X', (m) => m.unix());
writes('z', (m) => m.zoneAbbr());
writes('zz', (m) => m.zoneName());
writes('Z', (m) => offsetText(m, ':'));
writes('ZZ', (m) => offsetText(m, ''));

function offsetText(m, separator) {
  const minutes = Math.abs(m.utcOffset());
  return (m.utcOffset() < 0 ? '-' : '+') + zeroFill(Math.trunc(minutes / 60), 2) + separator + zeroFill(Math.trunc(minutes) % 60, 2);
}

// expandFormat puts the locale's formats in place of L, LT and so on; these
// may name each other, to a depth that ends.
function expandFormat(format, locale) {
  for (let depth = 0; depth < 6; depth++) {
    const expanded = format.replace(longTokens, (token) => locale.longDateFormat(token) || token);
    if (expanded === format) break;
    format = expanded;
  }
  return format;
}

function withoutEscapes(piece) {
  return /\[[\s\S]/.test(piece) ? piece.replace(/^\[|\]$/g, '') : piece.replace(/\\/g, '');
}

// writers are the formats in use, ready to run. A script that makes up formats
// must not fill the memory, so they are forgotten when there are many.
const maxWriters = 200;
const writers = new Map();

function writerOf(format) {
  let writer = writers.get(format);
  if (!writer) {
    if (writers.size >= maxWriters) writers.clear();
    writer = (format.match(formatTokens) || []).map((piece) => formats[piece] || withoutEscapes(piece));
    writers.set(format, writer);
  }
  return writer;
}

function write(m, format) {
  if (!m.isValid()) return m.localeData().invalidDate();
  format = expandFormat(format, m.localeData());
  const writer = writerOf(format);
  let text = '';
  for (let i = 0; i < writer.length; i++) text += typeof writer[i] === 'string' ? writer[i] : writer[i](m, format);
  return text;
}

const isoFormat = 'YYYY-MM-DD[T]HH:mm:ss.SSS';
const longYearISOFormat = 'YYYYYY-MM-DD[T]HH:mm:ss.SSS';

function inFourDigits(year) {
  return year >= 0 && year <= 9999;
}

Object.assign(Moment.prototype, {
  format(format) {
    if (!format) format = this.isUtc() ? moment.defaultFormatUtc : moment.defaultFormat;
    return this.localeData().postformat(write(this, format));
  },
  toString() {
    return this.clone().locale('en').format('ddd MMM DD YYYY HH:mm:ss [GMT]ZZ');
  },
  toISOString(keepOffset) {
    if (!this.isValid()) return null;
    const m = keepOffset === true ? this : this.clone().utc();
    return write(m, (inFourDigits(m.year()) ? isoFormat : longYearISOFormat) + (keepOffset === true ? 'Z' : '[Z]'));
  },
  toJSON() {
    return this.isValid() ? this.toISOString() : null;
  },
  // inspect is JavaScript that makes the moment again.
  inspect() {
    if (!this.isValid()) return 'moment.invalid(/* ' + this._i + ' */)';
    const local = this.isLocal();
    const call = local ? 'moment' : this.utcOffset() === 0 ? 'moment.utc' : 'moment.parseZone';
    return this.format('[' + call + '("]' + (inFourDigits(this.year()) ? isoFormat : longYearISOFormat) + (local ? '' : 'Z') + '[")]');
  },
  toDate() {
    return new Date(this.valueOf());
  },
  toArray() {
    return [this.year(), this.month(), this.date(), this.hour(), this.minute(), this.second(), this.millisecond()];
  },
  toObject() {
    return {
      years: this.year(), months: this.month(), date: this.date(),
      hours: this.hours(), minutes: this.minutes(), seconds: this.seconds(), milliseconds: this.milliseconds(),
    };
  },
  valueOf() {
    return this._d.valueOf() - (this._offset || 0) * msPerMinute;
  },
  unix() {
    return Math.floor(this.valueOf() / 1000);
  },
});
Moment.prototype[Symbol.for('nodejs.util.inspect.custom')] = function () {
  return 'Moment<' + this.format() + '>';
};
