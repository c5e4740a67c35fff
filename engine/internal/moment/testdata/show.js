// Run in both worlds: shows the value of an expression as a line of text.
const show = (() => {
  const number = (n) => (Object.is(n, -0) ? '-0' : String(n));
  const sorted = (o) => Object.keys(o).sort().filter((k) => o[k] !== undefined).map((k) => k + ':' + text(o[k])).join();
  const f = (format) => (typeof format === 'function' ? 'standard' : format);
  function text(v) {
    if (moment.isMoment(v)) {
      return 'moment(' + [v.isValid(), v.format('YYYYYY-MM-DDTHH:mm:ss.SSSZ'), v.isUTC(), v.locale(), f(v.creationData().format), v._tzm, sorted(v.parsingFlags())].join(' ') + ')';
    }
    if (moment.isDuration(v)) {
      return 'duration(' + [v.isValid(), v.toISOString(), number(v._milliseconds), number(v._days), number(v._months), sorted(v._data), v.locale()].join(' ') + ')';
    }
    if (typeof v === 'number') return number(v);
    if (v === undefined || typeof v === 'function') return typeof v;
    if (moment.isDate(v)) return 'Date(' + +v + ')';
    if (Array.isArray(v)) return '[' + Array.from(v, text).join() + ']';
    if (v && typeof v === 'object' && v instanceof RegExp) return String(v);
    if (v && typeof v === 'object') return '{' + sorted(v) + '}';
    return JSON.stringify(v);
  }
  return (expression) => {
    try {
      return text((0, eval)('(' + expression + ')'));
    } catch (e) {
      // The wording of TypeErrors is the engine's.
      return 'throws ' + e.name + (e.name === 'Error' ? ': ' + e.message : '');
    }
  };
})();
