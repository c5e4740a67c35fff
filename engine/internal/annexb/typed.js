// from of the typed arrays takes any iterable or array-like value. goja's own
// refuses strings and numbers.
(function (global) {
  'use strict';
  const {Object, Reflect, TypeError} = global;
  const {apply} = Reflect;
  const TypedArray = Object.getPrototypeOf(global.Uint8Array);
  const {from} = TypedArray;
  const taking = {
    from(source) {
      const map = arguments[1];
      if (map === undefined || typeof map === 'function') {
        if (source === undefined || source === null) {
          const kind = source === null ? 'object null' : 'undefined';
          throw new TypeError(`${kind} is not iterable (cannot read property Symbol(Symbol.iterator))`);
        }
        source = Object(source);
      }
      return apply(from, this, [source, map, arguments[2]]);
    },
  };
  Object.defineProperty(TypedArray, 'from', {value: taking.from, writable: true, configurable: true, enumerable: false});
})
