// sprintf as underscore.string has it: placeholders are
//
//   %[n$ | (key.path[0])] [+] [0 | 'c] [-] [width] [.precision] type
//
// with an argument by its number, by a path into the first one, or the next.
const placeholder = /%(?:([1-9]\d*)\$|\(([^)]+)\))?(\+)?(0|'[^$])?(-)?(\d+)?(?:\.(\d+))?([b-gijostTuvxX])/y;
const firstKey = /^[a-z_][a-z_\d]*/i;
const nextKey = /^(?:\.([a-z_][a-z_\d]*)|\[(\d+)\])/i;

// keysOf takes a path such as user.names[0] apart.
function keysOf(path) {
  const first = firstKey.exec(path);
  if (!first) throw new SyntaxError('[sprintf] failed to parse named argument key');
  const keys = [first[0]];
  for (let rest = path.slice(first[0].length); rest !== ''; ) {
    const next = nextKey.exec(rest);
    if (!next) throw new SyntaxError('[sprintf] failed to parse named argument key');
    keys.push(next[1] !== undefined ? next[1] : next[2]);
    rest = rest.slice(next[0].length);
  }
  return keys;
}

// parse makes a list of texts and placeholders of a format.
function parse(format) {
  const parts = [];
  let named = false, counted = false;
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf('%', at);
    const end = percent < 0 ? format.length : percent;
    if (end > at) {
      parts.push(format.slice(at, end));
      at = end;
    } else if (format.charAt(at + 1) === '%') {
      parts.push('%');
      at += 2;
    } else {
      placeholder.lastIndex = at;
      const found = placeholder.exec(format);
      if (!found) throw new SyntaxError('[sprintf] unexpected placeholder');
      const [whole, number, path, plus, padding, left, width, precision, type] = found;
      if (path === undefined) counted = true;
      else named = true;
      const keys = path === undefined ? undefined : keysOf(path);
      if (named && counted) throw new Error('[sprintf] mixing positional and named placeholders is not (yet) supported');
      parts.push({ number, keys, plus, padding, left, width, precision, type });
      at += whole.length;
    }
  }
  return parts;
}

// follow looks up a path in the argument that named placeholders read.
function follow(value, keys) {
  for (let i = 0; i < keys.length; i++) {
    if (value == null) {
      throw new Error('[sprintf] Cannot access property "' + keys[i] + '" of undefined value "' + keys[i - 1] + '"');
    }
    value = value[keys[i]];
  }
  return value;
}

const typeName = (value) => Object.prototype.toString.call(value).slice(8, -1).toLowerCase();
const isOneOf = (letters, type) => letters.indexOf(type) >= 0;
const cut = (text, precision) => precision ? text.substring(0, precision) : text;
const unsigned = (value) => parseInt(value, 10) >>> 0;

// convert shows a value as a type asks, as yet without sign and padding.
const convert = {
  b: (value) => parseInt(value, 10).toString(2),
  c: (value) => String.fromCharCode(parseInt(value, 10)),
  d: (value) => parseInt(value, 10),
  i: (value) => parseInt(value, 10),
  j: (value, p) => JSON.stringify(value, null, p.width ? parseInt(p.width, 10) : 0),
  e: (value, p) => p.precision ? parseFloat(value).toExponential(p.precision) : parseFloat(value).toExponential(),
  f: (value, p) => p.precision ? parseFloat(value).toFixed(p.precision) : parseFloat(value),
  g: (value, p) => p.precision ? String(Number(value.toPrecision(p.precision))) : parseFloat(value),
  o: (value) => unsigned(value).toString(8),
  s: (value, p) => cut(String(value), p.precision),
  t: (value, p) => cut(String(!!value), p.precision),
  T: (value, p) => cut(typeName(value), p.precision),
  u: (value) => unsigned(value),
  v: (value, p) => cut(value.valueOf(), p.precision),
  x: (value) => unsigned(value).toString(16),
  X: (value) => unsigned(value).toString(16).toUpperCase(),
};

function show(value, p) {
  if (!isOneOf('Tv', p.type) && typeof value === 'function') value = value();
  if (isOneOf('bcdiefguxX', p.type) && typeof value !== 'number' && isNaN(value)) {
    throw new TypeError('[sprintf] expecting number but found ' + typeName(value));
  }
  const negative = isOneOf('diefg', p.type) && !(value >= 0);
  let text = convert[p.type](value, p), sign = '';
  if (p.type === 'j') return text;
  if (negative || p.plus && isOneOf('diefg', p.type)) {
    sign = negative ? '-' : '+';
    text = text.toString().replace(/^[+-]/, '');
  }
  const zeros = p.padding === '0';
  const filler = zeros ? '0' : p.padding ? p.padding.charAt(1) : ' ';
  const padding = p.width ? repeat(filler, p.width - (sign + text).length) : '';
  if (p.left) return sign + text + padding;
  return zeros ? sign + padding + text : padding + sign + text;
}

function sprintf(format) {
  if (format && typeof format !== 'string' && !(format instanceof String)) throw new TypeError('[sprintf] the format is not a string');
  let next = 1, text = '';
  const parts = parse(format ? '' + format : '');
  for (let i = 0; i < parts.length; i++) {
    const p = parts[i];
    if (typeof p === 'string') text += p;
    else if (p.keys) text += show(follow(arguments[next], p.keys), p);
    else text += show(arguments[p.number ? p.number : next++], p);
  }
  return text;
}

const vsprintf = (format, values) => sprintf.apply(null, [format].concat(values || []));
