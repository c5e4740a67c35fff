// answers evaluates expressions that use _ and s, and shows what each gives.
function answers(expressions) {
  function show(value, depth) {
    if (depth > 6) return '…';
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'function') return 'function';
    if (Object.is(value, -0)) return '-0';
    if (value === null || typeof value !== 'object') return String(value);
    if ('_wrapped' in value) return (value instanceof s ? 's' : '_') + '(' + show(value._wrapped, depth + 1) + ')';
    if (value instanceof Date) return 'Date ' + value.getTime();
    if (value instanceof RegExp) return String(value);
    if (value instanceof String) return 'String ' + JSON.stringify(String(value));
    if (Array.isArray(value)) {
      const items = [];
      for (let i = 0; i < value.length; i++) items.push(i in value ? show(value[i], depth + 1) : '');
      return '[' + items.join(',') + ']';
    }
    return '{' + Object.keys(value).map((key) => key + ':' + show(value[key], depth + 1)).join(',') + '}';
  }
  return expressions.map((text) => {
    try {
      return show(new Function('_', 's', 'return (' + text + ')')(_, s), 0);
    } catch (e) {
      return 'throws ' + e.name;
    }
  });
}
