
// dialect makes the functions that underscore.string and Rocket.Chat share,
// in which they differ by how they read a text and what they do with a count
// below zero.
function dialect(read, repeated, side) {
  // part makes a function that takes the part of a text before or after a separator.
  const part = (find, take) => (text, separator) => {
    text = read(text);
    separator = read(separator);
    const at = find(text, separator);
    return at < 0 ? text : take(text, at, separator.length);
  };
  const first = (text, separator) => separator ? text.indexOf(separator) : -1;
  const last = (text, separator) => separator ? text.lastIndexOf(separator) : -1;
  const after = (text, at, length) => text.slice(at + length);

  function pad(text, length, padding, type = side) {
    text = read(text);
    const missing = ~~length - text.length;
    if (!padding) padding = ' ';
    else if (padding.length > 1) {
      need(padding, 'charAt', 'padStr');
      padding = padding.charAt(0);
    }
    switch (type) {
      case 'right':
        return text + repeated(padding, missing);
      case 'both':
        return repeated(padding, Math.ceil(missing / 2)) + text + repeated(padding, Math.floor(missing / 2));
    }
    return repeated(padding, missing) + text;
  }

  return {
    trim: (text, characters) => strip(read(text), characters, true, true),
    ltrim: (text, characters) => strip(read(text), characters, true, false),
    rtrim: (text, characters) => strip(read(text), characters, false, true),
    capitalize(text, lowercaseRest) {
      text = read(text);
      return upper(text.charAt(0)) + (lowercaseRest ? lowerRest(text) : text.slice(1));
    },
    stripTags: (text) => read(text).replace(/<\/?[^>]+>/g, ''),
    strLeft: part(first, (text, at) => text.slice(0, at)),
    strRight: part(first, after),
    strRightBack: part(last, after),
    pad,
    lrpad: (text, length, padding) => pad(text, length, padding, 'both'),
  };
}

// older is underscore.string, newer what Rocket.Chat has instead.
const older = dialect(textOf, repeat, 'left');
const newer = dialect(filledText, repeatOrThrow, 'right');
const { trim, ltrim, rtrim, capitalize, stripTags, strLeft, strRight, strRightBack, pad, lrpad } = older;

const truncate = older.truncate = (text, length, end) => {
  text = textOf(text);
  length = ~~length;
  return text.length > length ? text.slice(0, length) + (end || '...') : text;
};

newer.truncate = (text, length, end) => {
  if (end !== undefined) return truncate(text, length, end);
  needValue(text, 'length');
  return text.length > length ? text.slice(0, length - 3) + '...' : text;
};

// What underscore.string has alone, and Rocket.Chat has no more.

function chars(text) { return textOf(text).split(''); }

function lines(text) { return text == null ? [] : String(text).split(/\r\n|\r|\n/); }

function chop(text, step) {
  if (text == null) return [];
  text = String(text);
  step = ~~step;
  if (step <= 0) return [text];
  const pieces = [];
  for (const line of text.split(/[\n\r\u2028\u2029]/)) {
    for (let at = 0; at < line.length; at += step) pieces.push(line.slice(at, at + step));
  }
  return pieces.length ? pieces : null;
}

function words(text, delimiter) {
  return isBlank(text) ? [] : trim(text, delimiter).split(delimiter || /\s+/);
}

function clean(text) { return trim(text).replace(/\s\s+/g, ' '); }

function cleanDiacritics(text) {
  return textOf(text).replace(/[^\x00-\x7f]/g, withoutAccent);
}

function count(text, part) {
  text = textOf(text);
  part = textOf(part);
  let found = 0;
  if (part) for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

function swapCase(text) {
  return textOf(text).replace(/\S/g, (c) => c === upper(c) ? lower(c) : upper(c));
}

function titleize(text) {
  return textOf(text).toLowerCase().replace(/(^|\s|-)(\S)/g, (_, before, first) => before + upper(first));
}

function camelize(text, decapitalized) {
  text = trim(text).replace(/[-_\s]+(.)?/g, (_, next) => next ? upper(next) : '');
  return decapitalized === true ? lowerFirst(text) : text;
}

function underscored(text) {
  return trim(text).replace(/([a-z\d])([A-Z]+)/g, '$1_$2').replace(/[-\s]+/g, '_').toLowerCase();
}

function dasherize(text) {
  return trim(text).replace(/[A-Z]/g, '-$&').replace(/[-_\s]+/g, '-').toLowerCase();
}

function classify(text) {
  return upperFirst(camelize(textOf(text).replace(/[\W_]/g, ' ')).replace(/\s/g, ''));
}

function humanize(text) {
  return upperFirst(trim(underscored(text).replace(/_id$/, '').replace(/_/g, ' ')));
}

function slugify(text) {
  return trim(dasherize(cleanDiacritics(text).replace(/[^\w\s-]/g, '-').toLowerCase()), '-');
}

function escapeHTML(text) {
  return textOf(text).replace(/[¢£¥€©®<>"&']/g, (character) => '&' + entityOf[character] + ';');
}

function unescapeHTML(text) {
  return textOf(text).replace(/&([^;]{1,10});/g, (entity, name) => {
    if (name in characterOf) return characterOf[name];
    if (/^#x[\da-fA-F]+$/.test(name)) return String.fromCharCode(parseInt(name.slice(2), 16));
    if (/^#\d+$/.test(name)) return String.fromCharCode(~~name.slice(1));
    return entity;
  });
}

function splice(text, index, length, insertion) {
  text = textOf(text);
  index = ~~index;
  const start = index < 0 ? Math.max(text.length + index, 0) : Math.min(index, text.length);
  const end = start + Math.min(Math.max(~~length, 0), text.length - start);
  return text.slice(0, start) + (insertion == null ? '' : String(insertion)) + text.slice(end);
}

function insert(text, index, insertion) { return splice(text, index, 0, insertion); }

function replaceAll(text, find, replacement, ignoreCase) {
  return textOf(text).replace(new RegExp(find, ignoreCase === true ? 'gi' : 'g'), replacement);
}

function include(text, part) { return part === '' || textOf(text).indexOf(part) >= 0; }

function join(separator, ...values) { return values.join(textOf(separator)); }

// dedent takes the least indentation off every line. What counts as indenting
// is odd, and is kept: the letter t and the backslash do, and so do line breaks.
function dedent(text, pattern) {
  text = textOf(text);
  const indents = text.match(/^[\s\\t]*/gm);
  let least = indents[0].length;
  for (const indent of indents) least = Math.min(least, indent.length);
  if (least === 0) return text;
  const start = typeof pattern === 'string' ? pattern : '[ \\t]{' + least + '}';
  return text.replace(new RegExp('^' + start, 'gm'), '');
}

function reverse(text) {
  text = textOf(text);
  let reversed = '';
  for (let i = text.length - 1; i >= 0; i--) reversed += text.charAt(i);
  return reversed;
}

function startsWith(text, start, position) {
  text = textOf(text);
  start = '' + start;
  const at = position == null ? 0 : Math.min(atLeastZero(position), text.length);
  return at % 1 === 0 && text.slice(at, at + start.length) === start;
}

function endsWith(text, end, position) {
  text = textOf(text);
  end = '' + end;
  const stop = position === undefined ? text.length : Math.min(atLeastZero(position), text.length);
  const at = stop - end.length;
  return at >= 0 && at % 1 === 0 && text.slice(at, at + end.length) === end;
}

// neighbour replaces the last character by one near it in the alphabet.
function neighbour(text, distance) {
  text = textOf(text);
  const last = text.length - 1;
  return last < 0 ? '' : text.slice(0, last) + String.fromCharCode(text.charCodeAt(last) + distance);
}

// prune cuts a text where a word ends, unless that saves nothing.
function prune(text, length, end) {
  text = textOf(text);
  length = ~~length;
  end = end == null ? '...' : String(end);
  if (text.length <= length) return text;
  const kept = wholeWords(text.slice(0, length + 1));
  return kept + end.length > text.length ? text : text.slice(0, kept) + end;
}

// wholeWords returns how much of a text to keep so that the last word, which
// the cut went through, is left out. \w knows ASCII alone; so from the last
// character before the text's end in words and signs of that kind on, every
// letter that has an upper case stands as A, everything else as a space.
function wholeWords(text) {
  let tail = text.length;
  while (tail > 0 && /\w/.test(text.charAt(tail - 1))) tail--;
  while (tail > 0 && /\W/.test(text.charAt(tail - 1))) tail--;
  tail = Math.max(tail - 1, 0);
  const shape = text.slice(0, tail) + text.slice(tail).replace(/./g, (c) => hasCase(c) ? 'A' : ' ');
  let end = shape.length - 1;
  if (/\w\w/.test(shape.slice(-2))) {
    while (end > 0 && /\S/.test(shape.charAt(end - 1))) end--;
  }
  return rtrim(shape.slice(0, end)).length;
}

function toNumber(value, precision) {
  if (value == null) return 0;
  const factor = Math.pow(10, isFinite(precision) ? precision : 0);
  return Math.round(value * factor) / factor;
}

function numberFormat(number, decimals, point, separator) {
  if (isNaN(number) || number == null) return '';
  need(number, 'toFixed', 'number');
  const [whole, fraction] = number.toFixed(~~decimals).split('.');
  if (typeof separator !== 'string') separator = ',';
  let grouped = '', rest = whole;
  while (/\d{4}$/.test(rest)) {
    grouped = separator + rest.slice(-3) + grouped;
    rest = rest.slice(0, -3);
  }
  return rest + grouped + (fraction ? (point || '.') + fraction : '');
}

function strLeftBack(text, separator) {
  text = textOf(text);
  const at = text.lastIndexOf(textOf(separator));
  return at < 0 ? text : text.slice(0, at);
}

function toSentence(values, separator, lastSeparator, serial) {
  separator = separator || ', ';
  lastSeparator = lastSeparator || ' and ';
  need(values, 'slice', 'array');
  const all = values.slice();
  need(all, 'pop', 'a');
  const last = all.pop();
  if (serial && values.length > 2) lastSeparator = rtrim(separator) + lastSeparator;
  return all.length ? all.join(separator) + lastSeparator + last : last;
}

function surround(text, wrapper) { return [wrapper, text, wrapper].join(''); }

function quote(text, mark) { return surround(text, mark || '"'); }

function unquote(text, mark) {
  mark = mark || '"';
  needValue(text, 0);
  return text[0] === mark && text[text.length - 1] === mark ? text.slice(1, text.length - 1) : text;
}

function repeatText(text, times, separator) {
  text = textOf(text);
  times = ~~times;
  if (separator == null) return repeat(text, times);
  return times < 1 ? '' : repeat(text + separator, times - 1) + text;
}

// naturalCmp compares as people do, numbers in texts by their value.
function naturalCmp(a, b) {
  if (a == b) return 0;
  if (!a) return -1;
  if (!b) return 1;
  const left = String(a).match(/\.\d+|\d+|\D+/g), right = String(b).match(/\.\d+|\d+|\D+/g);
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] === right[i]) continue;
    const difference = left[i] - right[i];
    if (isNaN(difference)) return left[i] < right[i] ? -1 : 1;
    return difference > 0 ? 1 : -1;
  }
  return left.length - right.length || (a < b ? -1 : 1);
}

function levenshtein(a, b) {
  a = textOf(a);
  b = textOf(b);
  const row = [];
  for (let j = 0; j <= b.length; j++) row.push(j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? diagonal : diagonal + 1;
      diagonal = row[j];
      row[j] = Math.min(changed, diagonal + 1, row[j - 1] + 1);
    }
  }
  return row[b.length];
}

function toBoolean(value, yes, no) {
  if (typeof value === 'number') value = '' + value;
  if (typeof value !== 'string') return !!value;
  const text = trim(value);
  const isAnyOf = (matchers) => [].concat(matchers).some((matcher) => {
    if (!matcher) return false;
    if (matcher.test) return matcher.test(text);
    need(matcher, 'toLowerCase', 'matcher');
    return matcher.toLowerCase() === text.toLowerCase();
  });
  if (isAnyOf(yes || ['true', '1'])) return true;
  if (isAnyOf(no || ['false', '0'])) return false;
}

function map(text, change) {
  text = textOf(text);
  return typeof change === 'function' ? text.replace(/./g, change) : text;
}

function wrap(text, options) {
  text = textOf(text);
  const { width, seperator, cut, preserveSpaces, trailingSpaces } = options || {};
  const layout = { width: width || 75, newline: seperator || '\n', preserveSpaces, trailingSpaces };
  if (layout.width <= 0) return text;
  return cut ? wrapAnywhere(text, layout) : wrapWords(text, layout);
}

function wrapWords(text, { width, newline, preserveSpaces, trailingSpaces }) {
  let wrapped = '', column = 0;
  const fill = () => trailingSpaces ? repeat(' ', width - column) : '';
  for (const word of text.split(' ')) {
    if (column > 0 && 1 + word.length + column > width) {
      wrapped += (preserveSpaces ? ' ' : fill()) + newline;
      column = 0;
    }
    if (column > 0) {
      wrapped += ' ';
      column++;
    }
    wrapped += word;
    column += word.length;
  }
  return wrapped + fill();
}

function wrapAnywhere(text, { width, newline, trailingSpaces }) {
  let wrapped = '', at = 0;
  for (; at < text.length; at++) {
    if (at > 0 && at % width === 0) wrapped += newline;
    wrapped += text.charAt(at);
  }
  for (; trailingSpaces && at % width > 0; at++) wrapped += ' ';
  return wrapped;
}

function exported() {
  const mixin = {};
  for (const name in this) {
    if (!Object.prototype.hasOwnProperty.call(this, name) || notExported[name]) continue;
    mixin[name] = this[name] === newer[name] ? older[name] : this[name];
  }
  return mixin;
}

// notExported are the functions whose names underscore has for its own.
const notExported = { include: true, contains: true, reverse: true, join: true, map: true, wrap: true };

function s(value) {
  if (!(this instanceof s)) return new s(value);
  this._wrapped = value;
}

// The names in underscore.string's order, with its own functions; those that
// Rocket.Chat has too are put in their place once the chains are made.
const functions = {
  isBlank, stripTags, capitalize, decapitalize: (text) => lowerFirst(textOf(text)), chop, trim, clean, cleanDiacritics, count, chars,
  swapCase, escapeHTML, unescapeHTML, splice, insert, replaceAll, include, join, lines, dedent, reverse, startsWith, endsWith,
  pred: (text) => neighbour(text, -1), succ: (text) => neighbour(text, 1), titleize, camelize, underscored, dasherize, classify,
  humanize, ltrim, rtrim, truncate, prune, words, pad, lpad: (text, length, padding) => pad(text, length, padding),
  rpad: (text, length, padding) => pad(text, length, padding, 'right'), lrpad, sprintf, vsprintf, toNumber, numberFormat,
  strRight, strRightBack, strLeft, strLeftBack, toSentence,
  toSentenceSerial: (values, separator, lastSeparator) => toSentence(values, separator, lastSeparator, true),
  slugify, surround, quote, unquote, repeat: repeatText, naturalCmp, levenshtein, toBoolean, exports: exported, escapeRegExp, wrap, map,
};

const aliases = {
  strip: 'trim', lstrip: 'ltrim', rstrip: 'rtrim', center: 'lrpad', rjust: 'lpad', ljust: 'rpad', contains: 'include', q: 'quote',
  toBool: 'toBoolean', camelcase: 'camelize', mapChars: 'map',
};
for (const name of Object.keys(aliases)) functions[name] = functions[aliases[name]];

// link makes a function a method of chains, which go on as long as it returns
// a text.
function link(name, f) {
  s.prototype[name] = function (...rest) {
    const result = f(this._wrapped, ...rest);
    return typeof result === 'string' ? new s(result) : result;
  };
}

s.VERSION = '3.3.6';
s.prototype = { value() { return this._wrapped; } };
for (const name of Object.keys(functions)) {
  s[name] = name in newer ? newer[name] : functions[name];
  link(name, functions[name]);
}
link('tap', (text, f) => f(text));
for (const name of ['toUpperCase', 'toLowerCase', 'split', 'replace', 'slice', 'substring', 'substr', 'concat']) {
  link(name, (text, ...rest) => String.prototype[name].apply(text, rest));
}

return s;
