// Each member is a method of a literal: not enumerable once moved, not a
// constructor, and its this is not boxed.
(function (global, frames) {
  'use strict';
  const {Object, Date, Error, Math, Number, Reflect, String, TypeError} = global;
  const {defineProperty, getOwnPropertyDescriptor, getPrototypeOf} = Object;
  const {isNaN} = Number;
  const {ceil, floor} = Math;
  const {apply, ownKeys} = Reflect;
  const {getTime, getFullYear, setFullYear, setTime, toUTCString} = Date.prototype;
  const {charCodeAt, replaceAll, slice} = String.prototype;
  const {toString: errorText} = Error.prototype;

  // add moves the members of a literal to an object that lacks them.
  const add = (target, members) => {
    for (const key of ownKeys(members)) {
      if (getOwnPropertyDescriptor(target, key)) continue;
      const descriptor = getOwnPropertyDescriptor(members, key);
      descriptor.enumerable = false;
      defineProperty(target, key, descriptor);
    }
  };

  const callable = (f, name) => {
    if (typeof f !== 'function') throw new TypeError(`Object.prototype.${name}: Expecting function`);
    return f;
  };
  const object = (value, name) => {
    if (value === undefined || value === null) throw new TypeError(`Object.prototype.${name} called on null or undefined`);
    return Object(value);
  };
  const accessor = (value, key, which) => {
    for (let o = value; o !== null; o = getPrototypeOf(o)) {
      const descriptor = getOwnPropertyDescriptor(o, key);
      if (descriptor) return descriptor[which];
    }
  };
  const propertyKey = (key) => (typeof key === 'symbol' ? key : `${key}`);
  add(Object.prototype, {
    __defineGetter__(key, f) {
      const o = object(this, '__defineGetter__');
      defineProperty(o, key, {get: callable(f, '__defineGetter__'), enumerable: true, configurable: true});
    },
    __defineSetter__(key, f) {
      const o = object(this, '__defineSetter__');
      defineProperty(o, key, {set: callable(f, '__defineSetter__'), enumerable: true, configurable: true});
    },
    __lookupGetter__(key) {
      return accessor(object(this, '__lookupGetter__'), propertyKey(key), 'get');
    },
    __lookupSetter__(key) {
      return accessor(object(this, '__lookupSetter__'), propertyKey(key), 'set');
    },
  });

  add(Date.prototype, {
    getYear() {
      return apply(getFullYear, this, []) - 1900;
    },
    setYear(year) {
      const invalid = isNaN(apply(getTime, this, []));
      const full = Number(year);
      if (isNaN(full)) return apply(setTime, this, [NaN]);
      const whole = full < 0 ? ceil(full) : floor(full);
      const of = whole >= 0 && whole <= 99 ? whole + 1900 : full;
      return invalid ? apply(setFullYear, this, [of, 0, 1]) : apply(setFullYear, this, [of]);
    },
    toGMTString: toUTCString,
  });

  const text = (value, name) => {
    if (value === undefined || value === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
    return `${value}`;
  };
  const html = (tag, attribute) => (value, name, argument) => {
    const inner = text(value, name);
    const quoted = attribute ? ` ${attribute}="${apply(replaceAll, `${argument}`, ['"', '&quot;'])}"` : '';
    return `<${tag}${quoted}>${inner}</${tag}>`;
  };
  const [a, big, blink, b, tt, color, size, i, link, small, strike, sub, sup] = [
    html('a', 'name'), html('big'), html('blink'), html('b'), html('tt'), html('font', 'color'), html('font', 'size'),
    html('i'), html('a', 'href'), html('small'), html('strike'), html('sub'), html('sup'),
  ];

  // next is where a lone surrogate is, from an index on; the length if none.
  const next = (s, from) => {
    for (let at = from; at < s.length; at++) {
      const unit = apply(charCodeAt, s, [at]);
      if (unit < 0xD800 || unit > 0xDFFF) continue;
      const low = unit < 0xDC00 ? apply(charCodeAt, s, [at + 1]) : 0;
      if (!(low >= 0xDC00 && low <= 0xDFFF)) return at;
      at++;
    }
    return s.length;
  };
  add(String.prototype, {
    anchor(name) { return a(this, 'anchor', name); },
    big() { return big(this, 'big'); },
    blink() { return blink(this, 'blink'); },
    bold() { return b(this, 'bold'); },
    fixed() { return tt(this, 'fixed'); },
    fontcolor(value) { return color(this, 'fontcolor', value); },
    fontsize(value) { return size(this, 'fontsize', value); },
    italics() { return i(this, 'italics'); },
    link(url) { return link(this, 'link', url); },
    small() { return small(this, 'small'); },
    strike() { return strike(this, 'strike'); },
    sub() { return sub(this, 'sub'); },
    sup() { return sup(this, 'sup'); },
    isWellFormed() {
      const s = text(this, 'isWellFormed');
      return next(s, 0) === s.length;
    },
    toWellFormed() {
      const s = text(this, 'toWellFormed');
      let whole = '';
      let from = 0;
      for (let at = next(s, 0); at < s.length; at = next(s, from)) {
        whole += `${apply(slice, s, [from, at])}\uFFFD`;
        from = at + 1;
      }
      return whole + apply(slice, s, [from]);
    },
  });

  // captureStackTrace gives any object the stack of an Error made here, without
  // the frames down to that of the function above.
  add(Error, {
    captureStackTrace(target, above) {
      if (target === null || (typeof target !== 'object' && typeof target !== 'function')) {
        throw new TypeError(`Invalid argument`);
      }
      const name = typeof above === 'function' ? `${above.name}` : '';
      const stack = apply(errorText, target, []) + frames(new Error().stack, name);
      defineProperty(target, 'stack', {value: stack, writable: true, configurable: true, enumerable: false});
    },
  });
})
