// RegExp.$1 and its kin tell of the last match, so exec has to note it. It is
// replaced only for scripts that name them: a replaced exec takes the
// interpreter's short cuts away.
(function (global) {
  'use strict';
  const {Object, Reflect, RegExp} = global;
  const {defineProperty} = Object;
  const {apply} = Reflect;
  const {slice} = global.String.prototype;
  const {exec} = RegExp.prototype;
  let last = Object.assign([''], {index: 0, input: ''});
  const noting = {
    exec(text) {
      const match = apply(exec, this, [text]);
      if (match !== null) last = match;
      return match;
    },
    // goja's own does not ask for exec.
    test(text) {
      return this.exec(text) !== null;
    },
  };
  for (const name of ['exec', 'test']) {
    defineProperty(RegExp.prototype, name, {value: noting[name], writable: true, configurable: true, enumerable: false});
  }
  const define = (names, get) => {
    for (const name of names) defineProperty(RegExp, name, {get, set() {}, configurable: true, enumerable: false});
  };
  for (let n = 1; n <= 9; n++) define([`$${n}`], () => (last[n] === undefined ? '' : last[n]));
  define(['input', '$_'], () => last.input);
  define(['lastMatch', '$&'], () => last[0]);
  define(['lastParen', '$+'], () => (last.length > 1 && last[last.length - 1] !== undefined ? last[last.length - 1] : ''));
  define(['leftContext', '$`'], () => apply(slice, last.input, [0, last.index]));
  define(['rightContext', "$'"], () => apply(slice, last.input, [last.index + last[0].length]));
})
